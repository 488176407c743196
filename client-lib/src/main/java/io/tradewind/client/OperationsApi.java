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

  /** Operator; payments only: what the provider was asked and has not told, oldest first. */
  @GET
  @Path("payments")
  Page<OpenPayment> openPayments(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /**
   * Operator; payments only: people settled what the provider refuses. 409 unless it does, and when
   * its books do not show that it is settled and nobody says that it was done elsewhere.
   */
  @POST
  @Path("payments/{order}/settlement")
  void settle(@PathParam("order") UUID order, Settlement settlement);

  /**
   * Operator; payments only: where the provider's ledger and ours differ.
   *
   * @param status WAITING, CORRECTING, CORRECTED, IMPOSSIBLE, or null for all
   */
  @GET
  @Path("reconciliation")
  Page<PaymentDifference> reconciliation(
      @QueryParam("status") String status,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /** Operator; payments only: compares with the provider's ledger now. */
  @POST
  @Path("reconciliation")
  void reconcile(Reason reason);

  /**
   * Operator; payments only: decides what becomes of differences, which is corrected only as long
   * as both sides stand as they did. 404 when one does not differ; 409 when one cannot be decided
   * so, and when there are more than was said.
   */
  @POST
  @Path("reconciliation/decisions")
  Decided decide(Decisions word);

  /** Operator; inventory only: recomputes all stock and lists what differs. */
  @GET
  @Path("stock")
  Page<StockDifference> stock(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /** Operator; inventory only: makes a product's stock what its history says. 409 otherwise. */
  @POST
  @Path("stock/{sku}/repair")
  StockDifference repairStock(@PathParam("sku") String sku, Reason reason);

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

  /**
   * Operator; messages that have not left.
   *
   * @param held true for those alone that the broker refused
   */
  @GET
  @Path("outbox")
  Page<UnsentMessage> unsent(
      @QueryParam("held") Boolean held,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /** Operator; how much has not left, and since when. */
  @GET
  @Path("outbox/state")
  OutboxState outbox();

  /** Operator; tries at once what the broker refused. */
  @POST
  @Path("outbox/redrive")
  Sending redrive(Redrive which);

  /**
   * Operator; sends once more what was sent since an instant, in portions and behind earlier
   * requests. The outbox's state tells how far it is.
   */
  @POST
  @Path("outbox/republish")
  Sending republish(Republication which);

  /** Operator; orders only: what was told and the restored database does not know. */
  @GET
  @Path("lost-events")
  Page<LostEvent> lostEvents(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /** Operator; orders only: does again what the restored database has lost, a portion at a time. */
  @POST
  @Path("lost-events/rebuild")
  Rebuilt rebuild(Reason reason);

  /** Operator; orders only: lets go of what the restored database has lost. */
  @POST
  @Path("lost-events/write-off")
  WrittenOff writeOff(WriteOff which);

  /**
   * Operator; orders only: sagas that wait for an answer. Null does not narrow.
   *
   * @param step such as VOID_PAYMENT
   * @param olderThan such as 60s
   * @param attention true for those alone that a person should look at
   */
  @GET
  @Path("sagas")
  Page<OpenSaga> sagas(
      @QueryParam("status") String status,
      @QueryParam("step") String step,
      @QueryParam("olderThan") String olderThan,
      @QueryParam("stuck") Boolean stuck,
      @QueryParam("attention") Boolean attention,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /** Operator; orders only: what one saga has asked and heard, and what it waits for. */
  @GET
  @Path("sagas/{orderId}")
  Saga saga(@PathParam("orderId") UUID orderId);

  /** Operator; orders only: asks again now. 409 when there is nothing to ask for. */
  @POST
  @Path("sagas/{orderId}/retry")
  Saga retry(@PathParam("orderId") UUID orderId, SagaStep which);

  /** Operator; orders only: calls the order off. 409 where the saga has no way back. */
  @POST
  @Path("sagas/{orderId}/compensate")
  Saga compensate(@PathParam("orderId") UUID orderId, Reason reason);

  /** Operator; orders only: vouches for an undoing that needs attention. 409 for any other. */
  @POST
  @Path("sagas/{orderId}/resolve")
  Saga resolve(@PathParam("orderId") UUID orderId, SagaStep which);
}
