package io.tradewind.inventory.boundary;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** The public API at {@code /api/inventory}. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT", realmName = "tradewind")
public class InventoryApplication extends Application {}
