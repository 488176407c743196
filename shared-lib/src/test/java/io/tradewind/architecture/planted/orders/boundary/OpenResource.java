package io.tradewind.architecture.planted.orders.boundary;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;

/** Breaks: a resource method says who may call it; and says so by one permission. */
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
