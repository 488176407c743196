package io.tradewind.architecture.planted.orders.control;

import jakarta.ws.rs.GET;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Violates: a REST client sends the identity of its service. */
@RegisterRestClient
public interface AskingNamelessly {

  @GET
  String ask();
}
