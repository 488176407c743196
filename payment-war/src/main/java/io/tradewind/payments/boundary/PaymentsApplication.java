package io.tradewind.payments.boundary;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** The public API at {@code /api/payments}. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
public class PaymentsApplication extends Application {}
