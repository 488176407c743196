package io.tradewind.orders.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.messaging.Outbox;
import io.tradewind.messaging.Parking;
import io.tradewind.orders.control.CommandRetries;
import io.tradewind.orders.control.OpenSagas;
import io.tradewind.orders.control.OrderProgress;
import io.tradewind.orders.control.Orders;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SagaSignal.CancellationRequested;
import io.tradewind.orders.entity.SentCommand;
import io.tradewind.orders.entity.SignalRefused;
import io.tradewind.values.Ids;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One saga, for operators. Their actions go through the saga's table like everything else, and are
 * refused where it has no row.
 */
@Path("operations/sagas/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@DenyAll
public class SagaResource {

  private static final int WHOLE_HISTORY = 100;

  @Inject Orders orders;
  @Inject OpenSagas sagas;
  @Inject OrderProgress progress;
  @Inject CommandRetries retries;
  @Inject OrderWaiters waiters;
  @Inject Outbox outbox;
  @Inject Parking parking;
  @Inject Audit audit;

  /**
   * Which step to retry.
   *
   * @param step null for all that the saga waits for
   */
  @Schema(name = "StepRetry")
  record Retry(SagaCommand step, @NotBlank @Size(max = 200) String reason) {}

  /** Which step an operator declares done. */
  @Schema(name = "StepResolution")
  record Resolution(@NotNull SagaCommand step, @NotBlank @Size(max = 200) String reason) {}

  /** The commands, the answers, and what the saga waits for. */
  @GET
  @Operation(summary = "Read a saga: its commands, their replies, and what it waits for")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public SagaView get(@PathParam("id") String id) {
    return view(Ids.parse(id).flatMap(orders::find).orElseThrow(SagaResource::missing));
  }

  /** Sends the awaited commands again now, with the same command ids. */
  @POST
  @Operation(summary = "Retry the commands that a saga waits for")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @Path("retry")
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public SagaView retry(@PathParam("id") String id, Retry which) {
    Order order = locked(id);
    if (order.awaiting().isEmpty()) {
      throw conflict(order, "the saga waits for no answer");
    }
    List<SentCommand> asked = retries.retryNow(order, which.step());
    if (asked.isEmpty()) {
      throw conflict(order, "what it waits for is another step, or has not left the outbox yet");
    }
    List<SagaCommand> steps = asked.stream().map(SentCommand::kind).toList();
    return done("retry", order, new Reason(which.reason()), new Steps(steps));
  }

  /** Cancels the order, where the saga's table has a row for that. */
  @POST
  @Operation(summary = "Cancel an order as an operator")
  @Refuses({ProblemType.CONFLICTING_STATUS, ProblemType.PAYMENT_IN_PROGRESS})
  @Path("compensate")
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public SagaView compensate(@PathParam("id") String id, Reason reason) {
    Order order = locked(id);
    CancellationRequested cancellation = new CancellationRequested();
    try {
      progress.apply(order, cancellation);
    } catch (SignalRefused refused) {
      throw OrdersResource.problem(refused, cancellation);
    }
    return done("compensate", order, reason, null);
  }

  /**
   * Declares a compensation done that keeps failing, such as a refund paid by hand. Only commands
   * marked for attention can be resolved.
   */
  @POST
  @Operation(summary = "Resolve a compensation that keeps failing")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @Path("resolve")
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public SagaView resolve(@PathParam("id") String id, Resolution resolution) {
    Order order = locked(id);
    try {
      if (!sagas.needsAttention(order.awaited(resolution.step()))) {
        throw conflict(order, resolution.step() + " is still being tried; retry it first");
      }
      progress.resolve(order, resolution.step());
    } catch (SignalRefused refused) {
      throw conflict(order, refused.getMessage());
    }
    return done(
        "resolve", order, new Reason(resolution.reason()), new Steps(List.of(resolution.step())));
  }

  private record Steps(List<SagaCommand> steps) {}

  private SagaView done(String action, Order order, Reason reason, Object detail) {
    audit.record(action, "saga/" + order.id(), reason, detail);
    waiters.wakeAfterCommit(List.of(order));
    orders.flush();
    return view(order, order.commands());
  }

  private Order locked(String id) {
    UUID orderId = Ids.parse(id).orElseThrow(SagaResource::missing);
    Order order = orders.lock(Set.of(orderId)).get(orderId);
    if (order == null) {
      throw missing();
    }
    return order;
  }

  private SagaView view(Order order) {
    return view(order, orders.sent(order.id()));
  }

  private SagaView view(Order order, List<SentCommand> sent) {
    return SagaView.of(
        order,
        sent,
        sagas,
        orders.history(order.id(), 0, WHOLE_HISTORY),
        parking.list(Parking.Search.key(null, order.id().toString()), 0, WHOLE_HISTORY),
        outbox.traceId(sent.stream().map(SentCommand::commandId).toList()).orElse(null));
  }

  private static ProblemException conflict(Order order, String why) {
    return new ProblemException(ProblemType.CONFLICTING_STATUS, why)
        .with("orderStatus", order.status());
  }

  private static ProblemException missing() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no such order");
  }
}
