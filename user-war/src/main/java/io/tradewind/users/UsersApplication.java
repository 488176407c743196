package io.tradewind.users;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/**
 * Everything below the context root {@code /api/users}; tokens are verified by MicroProfile JWT.
 */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
public class UsersApplication extends Application {}
