package io.tradewind.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The money of an order. */
@RegisterRestClient(configKey = "tradewind-payments")
@RegisterProvider(ClientJson.class)
@RegisterProvider(ProblemReader.class)
@Path("/api/payments")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface PaymentsApi {

  /** Owner, staff; 404 until the payment has its first command. */
  @GET
  @Path("{orderId}")
  Payment payment(@PathParam("orderId") UUID orderId);
}
