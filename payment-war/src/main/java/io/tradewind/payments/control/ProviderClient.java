package io.tradewind.payments.control;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The provider's own HTTP API. */
@RegisterRestClient(configKey = "provider")
@RegisterProvider(ProviderJson.class)
@RegisterProvider(ProviderIdentity.class)
@RegisterProvider(ProviderErrors.class)
@Consumes("application/json")
@Produces("application/json")
public interface ProviderClient {

  /**
   * @param amount minor units
   * @param method the provider's token for the payment method, on an authorisation only
   */
  record Movement(long amount, String currency, String method) {}

  /**
   * The result under a key.
   *
   * @param result {@code DONE} or {@code REFUSED}
   * @param amount minor units that moved
   * @param reason a stable word when refused
   */
  record Decision(String key, String result, long amount, String reason) {}

  /**
   * One line of the provider's ledger.
   *
   * @param seq counts from 1 without gaps
   * @param at an instant as text
   */
  record Line(long seq, String at, String key, String payment, String operation, String result) {}

  /** Lines in order, each parsed separately, so that a bad one spoils no other. */
  record Lines(List<JsonNode> items) {}

  @POST
  @Path("/payments/{payment}/{operation}")
  Decision operate(
      @PathParam("payment") String payment,
      @PathParam("operation") String operation,
      @HeaderParam("Idempotency-Key") String key,
      Movement movement);

  @GET
  @Path("/payments/{payment}")
  ProviderPayment payment(@PathParam("payment") String payment);

  /** Lines after a position, at most this many. */
  @GET
  @Path("/ledger")
  Lines ledger(@QueryParam("after") long after, @QueryParam("limit") int limit);

  @GET
  @Path("/operations/{key}")
  Decision decision(@PathParam("key") String key);
}
