package io.tradewind.orders.boundary;

import jakarta.annotation.security.DenyAll;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** The JAX-RS application; methods without a permission are denied. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
@DenyAll
public class OrdersApplication extends Application {}
