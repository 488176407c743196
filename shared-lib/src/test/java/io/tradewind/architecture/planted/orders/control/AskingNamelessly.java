package io.tradewind.architecture.planted.orders.control;

import jakarta.ws.rs.GET;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Breaks: whoever asks over HTTP says who they are. */
@RegisterRestClient
public interface AskingNamelessly {

  @GET
  String ask();
}
