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
 * The operators' calls of one service; the base address ends with the service, such as {@code
 * /api/orders}.
 */
@RegisterRestClient(configKey = "tradewind-operations")
@RegisterProvider(ClientJson.class)
@RegisterProvider(ProblemReader.class)
@Path("/operations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface OperationsApi {

  /**
   * Operator; messages that could not be handled, and those behind them. A null parameter does not
   * filter.
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

  /** Operator; one message with its headers and its payload. */
  @GET
  @Path("parked/{id}")
  ParkedContent parked(@PathParam("id") UUID id);

  /** Operator; replays the message and those that wait on its key, from the first one on. */
  @POST
  @Path("parked/{id}/replay")
  ReplayRequested replay(@PathParam("id") UUID id, Reason reason);

  /** Operator; replays the messages of a key, or all with a cause. */
  @POST
  @Path("parked/replay")
  ReplayRequested replay(ReplayRequest which);

  /** Operator; discards the message, and handles those that waited behind it. */
  @POST
  @Path("parked/{id}/discard")
  ParkedContent discard(@PathParam("id") UUID id, Reason reason);

  /** Operator; replaces the message by a new one and handles that. */
  @POST
  @Path("parked/{id}/correct")
  ParkedContent correct(@PathParam("id") UUID id, Correction correction);

  /** Operator; payments only: operations without an answer from the provider, oldest first. */
  @GET
  @Path("payments")
  Page<OpenPayment> openPayments(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /**
   * Operator; payments only: settles by hand an operation that the provider refuses. 409 when it
   * refuses nothing, and when its books do not show the settlement and it is not declared as done
   * elsewhere.
   */
  @POST
  @Path("payments/{order}/settlement")
  void settle(@PathParam("order") UUID order, Settlement settlement);

  /**
   * Operator; payments only: differences between the provider's ledger and ours.
   *
   * @param status WAITING, CORRECTING, CORRECTED, IMPOSSIBLE, or null for all
   */
  @GET
  @Path("reconciliation")
  Page<PaymentDifference> reconciliation(
      @QueryParam("status") String status,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /** Operator; payments only: reconciles with the provider's ledger now. */
  @POST
  @Path("reconciliation")
  void reconcile(Reason reason);

  /**
   * Operator; payments only: decides on differences. A correction is made only as long as both
   * sides are unchanged. 404 for a payment that does not differ; 409 when the decision is not
   * possible, and when there are more differences than were allowed.
   */
  @POST
  @Path("reconciliation/decisions")
  Decided decide(Decisions word);

  /** Operator; inventory only: recomputes all stock and lists differences. */
  @GET
  @Path("stock")
  Page<StockDifference> stock(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /**
   * Operator; inventory only: sets a product's stock to the result of its history. 409 when that is
   * unclear.
   */
  @POST
  @Path("stock/{sku}/repair")
  StockDifference repairStock(@PathParam("sku") String sku, Reason reason);

  /**
   * Operator; the audit trail, the newest first.
   *
   * @param subject only actions on this, such as {@code parked/<id>}; or null
   */
  @GET
  @Path("actions")
  Page<OperatorAction> actions(
      @QueryParam("subject") String subject,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /**
   * Operator; messages that were not sent yet.
   *
   * @param held true for only those that the broker refused
   */
  @GET
  @Path("outbox")
  Page<UnsentMessage> unsent(
      @QueryParam("held") Boolean held,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /** Operator; the size and age of the backlog. */
  @GET
  @Path("outbox/state")
  OutboxState outbox();

  /** Operator; retries at once the messages that the broker refused. */
  @POST
  @Path("outbox/redrive")
  Sending redrive(Redrive which);

  /**
   * Operator; sends messages again that were sent since an instant, in portions and behind earlier
   * requests. The outbox's state shows the progress.
   */
  @POST
  @Path("outbox/republish")
  Sending republish(Republication which);

  /** Operator; orders only: published events that the restored database does not contain. */
  @GET
  @Path("lost-events")
  Page<LostEvent> lostEvents(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /**
   * Operator; orders only: rebuilds the events that the restored database has lost, a portion at a
   * time.
   */
  @POST
  @Path("lost-events/rebuild")
  Rebuilt rebuild(Reason reason);

  /** Operator; orders only: writes off events that the restored database has lost. */
  @POST
  @Path("lost-events/write-off")
  WrittenOff writeOff(WriteOff which);

  /**
   * Operator; orders only: sagas that wait for an answer. A null parameter does not filter.
   *
   * @param step such as VOID_PAYMENT
   * @param olderThan such as 60s
   * @param attention true for only those that an operator should look at
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

  /** Operator; orders only: the commands of one saga, their answers, and what it waits for. */
  @GET
  @Path("sagas/{orderId}")
  Saga saga(@PathParam("orderId") UUID orderId);

  /** Operator; orders only: sends awaited commands again now. 409 when there are none. */
  @POST
  @Path("sagas/{orderId}/retry")
  Saga retry(@PathParam("orderId") UUID orderId, SagaStep which);

  /** Operator; orders only: cancels the order. 409 when its status does not allow that. */
  @POST
  @Path("sagas/{orderId}/compensate")
  Saga compensate(@PathParam("orderId") UUID orderId, Reason reason);

  /**
   * Operator; orders only: declares a compensation done that needs attention. 409 for any other
   * step.
   */
  @POST
  @Path("sagas/{orderId}/resolve")
  Saga resolve(@PathParam("orderId") UUID orderId, SagaStep which);
}
