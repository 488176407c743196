package io.tradewind.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * What operators see of one service; its base address ends with the service, such as {@code
 * /api/orders}.
 */
@RegisterRestClient(configKey = "tradewind-operations")
@RegisterProvider(ClientJson.class)
@RegisterProvider(ProblemReader.class)
@Path("/operations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface OperationsApi {

  /** Operator; messages that could not be handled, and those waiting behind them. */
  @GET
  @Path("parked")
  Page<ParkedMessage> parked(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /** Operator; messages that have not left. */
  @GET
  @Path("outbox")
  Page<UnsentMessage> unsent(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /** Operator; orders only: sagas that wait for an answer. */
  @GET
  @Path("sagas")
  Page<OpenSaga> sagas(
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit,
      @QueryParam("stuck") Boolean stuck);
}
