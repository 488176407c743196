package io.tradewind.notifications.boundary;

import io.tradewind.http.Roles;
import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** Everything below the context root {@code /api/notifications} but the stream. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({Roles.CUSTOMER, Roles.STAFF, Roles.OPERATOR, Roles.ADMIN})
public class NotificationsApplication extends Application {}
