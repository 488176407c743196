package io.tradewind.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * What operators see of one service, and what they do to it; its base address ends with the
 * service, such as {@code /api/orders}.
 */
@RegisterRestClient(configKey = "tradewind-operations")
@RegisterProvider(ClientJson.class)
@RegisterProvider(ProblemReader.class)
@Path("/operations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface OperationsApi {

  /**
   * Operator; messages that could not be handled, and those waiting behind them. Null does not
   * narrow.
   *
   * @param cause a part of the cause's text
   */
  @GET
  @Path("parked")
  Page<ParkedMessage> parked(
      @QueryParam("channel") String channel,
      @QueryParam("key") String key,
      @QueryParam("cause") String cause,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /** Operator; one with its headers and its payload. */
  @GET
  @Path("parked/{id}")
  ParkedContent parked(@PathParam("id") UUID id);

  /** Operator; handles it again, and with it what waits on its key, from the first on. */
  @POST
  @Path("parked/{id}/replay")
  ReplayRequested replay(@PathParam("id") UUID id, Reason reason);

  /** Operator; handles the messages of a key, or all with a cause, again. */
  @POST
  @Path("parked/replay")
  ReplayRequested replay(ReplayRequest which);

  /** Operator; takes it out for good, and handles what waited behind it. */
  @POST
  @Path("parked/{id}/discard")
  ParkedContent discard(@PathParam("id") UUID id, Reason reason);

  /** Operator; puts a new message in its place and handles it. */
  @POST
  @Path("parked/{id}/correct")
  ParkedContent correct(@PathParam("id") UUID id, Correction correction);

  /**
   * Operator; what operators did, the newest first.
   *
   * @param subject only what was done to this, such as {@code parked/<id>}; or null
   */
  @GET
  @Path("actions")
  Page<OperatorAction> actions(
      @QueryParam("subject") String subject,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

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
