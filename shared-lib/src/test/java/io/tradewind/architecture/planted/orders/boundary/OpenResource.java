package io.tradewind.architecture.planted.orders.boundary;

import jakarta.ws.rs.GET;

/** Breaks: a resource method says who may call it. */
public class OpenResource {

  @GET
  public String anyone() {
    return "";
  }
}
