package io.tradewind.architecture.planted.orders.boundary;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/**
 * Violates three rules: a resource method names its permitted callers, it names exactly one
 * permission, and a resource is closed unless a method opens it.
 */
@Path("open")
public class OpenResource {

  @GET
  public String anyone() {
    return "";
  }

  @POST
  @RolesAllowed({"staff", "admin"})
  public String some() {
    return "";
  }
}
