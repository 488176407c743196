package io.tradewind.payments.boundary;

import io.tradewind.http.Roles;
import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** The outward contract at {@code /api/payments}. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({Roles.CUSTOMER, Roles.STAFF, Roles.OPERATOR, Roles.ADMIN})
public class PaymentsApplication extends Application {}
