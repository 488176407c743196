package io.tradewind.inventory.boundary;

import io.tradewind.http.Roles;
import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** The outward contract at {@code /api/inventory}. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT", realmName = "tradewind")
@DeclareRoles({Roles.CUSTOMER, Roles.STAFF, Roles.OPERATOR, Roles.ADMIN})
public class InventoryApplication extends Application {}
