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
 * One saga in an operator's hands. What an operator may do goes through the saga's table like
 * everything else, and is refused where the table has no row.
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
   * Which step to ask for again.
   *
   * @param step null for all that the saga waits for
   */
  @Schema(name = "StepRetry")
  record Retry(SagaCommand step, @NotBlank @Size(max = 200) String reason) {}

  /** Which step an operator vouches for. */
  @Schema(name = "StepResolution")
  record Resolution(@NotNull SagaCommand step, @NotBlank @Size(max = 200) String reason) {}

  /** What was asked, what was answered, and what it waits for. */
  @GET
  @Operation(summary = "See what a saga asked, what was answered, and what it waits for")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public SagaView get(@PathParam("id") String id) {
    return view(Ids.parse(id).flatMap(orders::find).orElseThrow(SagaResource::missing));
  }

  /** Asks again now for what the saga waits for, under the same command id. */
  @POST
  @Operation(summary = "Ask again now for what a saga waits for")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @Path("retry")
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public SagaView retry(@PathParam("id") String id, Retry which) {
    Order order = locked(id);
    if (order.awaiting().isEmpty()) {
      throw conflict(order, "the saga waits for no answer");
    }
    List<SentCommand> asked = retries.askNow(order, which.step());
    if (asked.isEmpty()) {
      throw conflict(order, "what it waits for is another step, or has not left the outbox yet");
    }
    List<SagaCommand> steps = asked.stream().map(SentCommand::kind).toList();
    return done("retry", order, new Reason(which.reason()), new Steps(steps));
  }

  /** Calls the order off, where the saga's table has a row for that. */
  @POST
  @Operation(summary = "Call an order off")
  @Refuses({ProblemType.CONFLICTING_STATUS, ProblemType.PAYMENT_IN_PROGRESS})
  @Path("compensate")
  @RolesAllowed(Permissions.REPAIR)
  @Transactional
  public SagaView compensate(@PathParam("id") String id, Reason because) {
    Order order = locked(id);
    CancellationRequested cancellation = new CancellationRequested();
    try {
      progress.apply(order, cancellation);
    } catch (SignalRefused refused) {
      throw OrdersResource.problem(refused, cancellation);
    }
    return done("compensate", order, because, null);
  }

  /**
   * Takes an operator's word for an undoing that keeps failing, such as a refund paid by hand. Only
   * what is marked for attention can be vouched for.
   */
  @POST
  @Operation(summary = "Vouch for an undoing that keeps failing")
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

  private SagaView done(String action, Order order, Reason because, Object detail) {
    audit.record(action, "saga/" + order.id(), because, detail);
    waiters.wakeAfterCommit(List.of(order));
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
