package io.tradewind.notifications.boundary;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** Everything below the context root {@code /api/notifications} except the stream. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
public class NotificationsApplication extends Application {}
