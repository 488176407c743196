package io.tradewind.orders.boundary;

import io.tradewind.http.Durations;
import io.tradewind.http.OptionalBody;
import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.idempotency.Idempotency;
import io.tradewind.http.idempotency.Idempotency.Asked;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Located;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.orders.control.OrderPlacement;
import io.tradewind.orders.control.OrderProgress;
import io.tradewind.orders.control.Orders;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaSignal;
import io.tradewind.orders.entity.SagaSignal.CancellationRequested;
import io.tradewind.orders.entity.SagaSignal.Delivered;
import io.tradewind.orders.entity.SagaSignal.Returned;
import io.tradewind.orders.entity.SagaSignal.Shipped;
import io.tradewind.orders.entity.SignalRefused;
import io.tradewind.values.Ids;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/**
 * Orders over HTTP. Customers see only their own orders: another's order is answered as missing.
 *
 * <p>One instance serves all requests and holds no state of any: creating it and its interceptors
 * for each request took a twelfth of the server's time.
 */
@Path("/")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@DenyAll
public class OrdersResource {

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** A capture takes as long as the provider does; after this time a retry may succeed. */
  private static final Duration PAYMENT_PATIENCE = Duration.ofSeconds(1);

  private final Orders orders;
  private final OrderPlacement placement;
  private final PlacementQueue queue;
  private final OrderProgress progress;
  private final OrderWaiters waiters;
  private final Idempotency idempotency;
  private final Caller caller;
  private final OrderEligibility eligibility;

  /** Needed by the CDI proxy, and public because RESTEasy requires it. */
  public OrdersResource() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  OrdersResource(
      Orders orders,
      OrderPlacement placement,
      PlacementQueue queue,
      OrderProgress progress,
      OrderWaiters waiters,
      Idempotency idempotency,
      Caller caller,
      OrderEligibility eligibility) {
    this.orders = orders;
    this.placement = placement;
    this.queue = queue;
    this.progress = progress;
    this.waiters = waiters;
    this.idempotency = idempotency;
    this.caller = caller;
    this.eligibility = eligibility;
  }

  @POST
  @Operation(summary = "Place an order")
  @Refuses({
    ProblemType.UNKNOWN_PAYMENT_METHOD,
    ProblemType.UNKNOWN_SKU,
    ProblemType.UNPAYABLE_TOTAL,
    ProblemType.EMAIL_NOT_VERIFIED,
    ProblemType.DATABASE_RESTORED
  })
  @Located
  @APIResponseSchema(value = OrderView.class, responseCode = "202")
  @RolesAllowed(Permissions.PLACE_ORDERS)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response place(
      @Parameter(required = true) @HeaderParam(IDEMPOTENCY_KEY) String key,
      @Valid PlaceOrder wanted) {
    eligibility.require();
    placement.checkPaymentMethod(wanted.paymentMethod());
    Asked asked = idempotency.asked("place-order", Idempotency.required(key), wanted);
    return queue.place(new Placement(asked, wanted));
  }

  @GET
  @Operation(summary = "List one's own orders, or as staff all")
  @RolesAllowed(Permissions.READ_ORDERS)
  public OrderPage list(
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit,
      @Parameter(schema = @Schema(implementation = OrderStatus.class)) @QueryParam("status")
          String status) {
    PageRequest request = PageRequest.of(cursor, limit);
    UUID after =
        request
            .after()
            .map(id -> Ids.parse(id).orElseThrow(PageRequest::unreadableCursor))
            .orElse(null);
    UUID owner = caller.may(Permissions.ORDERS_OF_EVERYBODY) ? null : caller.id();
    return OrderPage.of(
        request.page(
            orders.page(
                owner, Parameters.status(status), after, request.limit() + 1, OrderView::of),
            listed -> listed.id().toString()));
  }

  @GET
  @Operation(summary = "Read an order, once it has settled or time is up")
  @APIResponseSchema(OrderView.class)
  @Path("{id}")
  @RolesAllowed(Permissions.READ_ORDERS)
  public void read(
      @PathParam("id") String id,
      @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      pattern = "^([0-9]|[12][0-9]|30)s$",
                      examples = "10s"))
          @QueryParam("wait")
          String wait,
      @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("asOf")
          String asOf,
      @Suspended AsyncResponse answer) {
    Duration patience = Durations.waitOf(wait);
    if (asOf != null) {
      answer.resume(OrderWaiters.answerOf(past(id, Parameters.instant(asOf))));
    } else if (patience.isZero()) {
      answer.resume(OrderWaiters.answerOf(OrderView.of(visible(id))));
    } else {
      UUID orderId = visible(id).id();
      waiters.await(orderId, patience, answer);
    }
  }

  @GET
  @Operation(summary = "List the events of an order")
  @Path("{id}/events")
  @RolesAllowed(Permissions.READ_ORDERS)
  public Page<EventView> events(
      @PathParam("id") String id,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    PageRequest request = PageRequest.of(cursor, limit);
    long after = request.after().map(Parameters::position).orElse(0L);
    UUID orderId = visible(id).id();
    Notes notes = new Notes(orders.notes(orderId));
    List<EventView> views =
        orders.history(orderId, after, request.limit() + 1).stream()
            .map(fact -> EventView.of(fact, notes.at(fact.seq())))
            .toList();
    return request.page(views, view -> Long.toString(view.seq()));
  }

  @POST
  @Operation(summary = "Cancel an order")
  @Refuses({ProblemType.CONFLICTING_STATUS, ProblemType.PAYMENT_IN_PROGRESS})
  @Located
  @APIResponseSchema(value = OrderView.class, responseCode = "202")
  @Path("{id}/cancellation")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.CANCEL_ORDERS)
  @Transactional
  public Response cancel(
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      @RequestBody @OptionalBody @Valid Note note) {
    return ask(id, key, note, new CancellationRequested());
  }

  @POST
  @Operation(summary = "Mark an order as shipped")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @Located
  @APIResponseSchema(value = OrderView.class, responseCode = "202")
  @Path("{id}/shipment")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.FULFIL_ORDERS)
  @Transactional
  public Response ship(
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      @RequestBody @OptionalBody @Valid Note note) {
    return ask(id, key, note, new Shipped());
  }

  @POST
  @Operation(summary = "Mark an order as delivered")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @Located
  @APIResponseSchema(value = OrderView.class, responseCode = "202")
  @Path("{id}/delivery")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.FULFIL_ORDERS)
  @Transactional
  public Response deliver(
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      @RequestBody @OptionalBody @Valid Note note) {
    return ask(id, key, note, new Delivered());
  }

  @POST
  @Operation(summary = "Return an order")
  @Refuses(ProblemType.CONFLICTING_STATUS)
  @Located
  @APIResponseSchema(value = OrderView.class, responseCode = "202")
  @Path("{id}/return")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.FULFIL_ORDERS)
  @Transactional
  public Response takeBack(
      @PathParam("id") String id,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      @RequestBody @OptionalBody @Valid Note note) {
    return ask(id, key, note, new Returned());
  }

  private Response ask(String id, String key, Note note, SagaSignal signal) {
    UUID orderId = Ids.parse(id).orElseThrow(OrdersResource::notFound);
    return idempotency.once(
        signal.name() + ' ' + orderId,
        key,
        note == null ? new Note(null) : note,
        () -> {
          Order order = ours(orders.lock(Set.of(orderId)).get(orderId));
          moveOn(order, signal, Note.of(note));
          waiters.wakeAfterCommit(List.of(order));
          return accepted(order);
        });
  }

  private void moveOn(Order order, SagaSignal signal, String note) {
    try {
      progress.apply(order, signal, note);
    } catch (SignalRefused refused) {
      throw problem(refused, signal);
    }
  }

  static ProblemException problem(SignalRefused refused, SagaSignal signal) {
    if (refused.status() == OrderStatus.CAPTURING && signal instanceof CancellationRequested) {
      return new ProblemException(
              ProblemType.PAYMENT_IN_PROGRESS, "the payment is being taken; try again shortly")
          .with("orderStatus", refused.status())
          .retryAfter(PAYMENT_PATIENCE);
    }
    return new ProblemException(
            ProblemType.CONFLICTING_STATUS,
            "an order that is " + refused.status() + " cannot do this")
        .with("orderStatus", refused.status());
  }

  private OrderView past(String id, Instant asOf) {
    var history = orders.historyUntil(visible(id).id(), asOf);
    if (history.isEmpty()) {
      throw notFound();
    }
    return OrderView.of(Order.fold(history));
  }

  private Order visible(String id) {
    return Ids.parse(id)
        .flatMap(orders::find)
        .map(this::ours)
        .orElseThrow(OrdersResource::notFound);
  }

  private Order ours(Order order) {
    if (order == null
        || !(caller.may(Permissions.ORDERS_OF_EVERYBODY) || caller.owns(order.userId()))) {
      throw notFound();
    }
    return order;
  }

  static Response accepted(Order order) {
    OrderView view = OrderView.of(order);
    return Response.accepted(view).location(URI.create("/api/orders/" + view.id())).build();
  }

  private static ProblemException notFound() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no such order");
  }
}
