package io.tradewind.orders.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.idempotency.Idempotency;
import io.tradewind.orders.control.Admission;
import io.tradewind.orders.control.LostEvents;
import io.tradewind.orders.control.OrderPlacement;
import io.tradewind.orders.control.Orders;
import io.tradewind.orders.control.PriceList;
import io.tradewind.orders.control.SagaMetrics;
import io.tradewind.orders.control.WantedLine;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.Price;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Places all waiting orders in one transaction. */
@ApplicationScoped
public class PlacementTransactions {

  private final OrderPlacement placement;
  private final PriceList prices;
  private final Idempotency idempotency;
  private final Orders orders;
  private final LostEvents lost;
  private final RestoredDatabaseCheck restored;
  private final Admission admission;
  private final SagaMetrics metrics;

  /** Needed by the CDI proxy. */
  PlacementTransactions() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  PlacementTransactions(
      OrderPlacement placement,
      PriceList prices,
      Idempotency idempotency,
      Orders orders,
      LostEvents lost,
      RestoredDatabaseCheck restored,
      Admission admission,
      SagaMetrics metrics) {
    this.placement = placement;
    this.prices = prices;
    this.idempotency = idempotency;
    this.orders = orders;
    this.lost = lost;
    this.restored = restored;
    this.admission = admission;
    this.metrics = metrics;
  }

  /** The answers to these requests, in their order; all must be different. */
  @Transactional
  List<Response> place(List<Placement> waiting) {
    Map<String, Price> known =
        prices.of(
            waiting.stream()
                .flatMap(each -> each.wanted().lines().stream())
                .map(WantedLine::sku)
                .distinct()
                .toList());
    Map<String, UUID> before = placedBefore(waiting);
    return idempotency.each(
        waiting.stream().map(Placement::asked).toList(), i -> place(waiting.get(i), known, before));
  }

  /** Orders that were lost and recreated: their stored answers were not. */
  private Map<String, UUID> placedBefore(List<Placement> waiting) {
    return restored.anyRebuilt()
        ? lost.rebuiltOrders(waiting.stream().map(one -> one.asked().hash()).toList())
        : Map.of();
  }

  private Response place(Placement one, Map<String, Price> known, Map<String, UUID> before) {
    PlaceOrder wanted = one.wanted();
    UUID made = before.isEmpty() ? null : before.get(one.asked().hash());
    if (made != null) {
      return again(orders.find(made).orElseThrow(), wanted);
    }
    admission.refusal().ifPresent(this::turnAway);
    return one.within(
        () ->
            OrdersResource.accepted(
                placement.place(
                    one.asked().caller(),
                    wanted.lines(),
                    wanted.paymentMethod(),
                    one.asked().hash(),
                    known)));
  }

  /** Only new orders come here: a repeated request has its stored answer already. */
  private void turnAway(Duration comeAgain) {
    metrics.turnedAway();
    throw new ProblemException(
            ProblemType.UNAVAILABLE, "more orders are under way than can be settled soon")
        .retryAfter(comeAgain);
  }

  private static Response again(Order order, PlaceOrder wanted) {
    PlaceOrder then =
        new PlaceOrder(
            order.lines().stream()
                .map(line -> new WantedLine(line.sku(), line.quantity()))
                .toList(),
            order.paymentMethod());
    if (!then.equals(wanted)) {
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_REUSED, "this key came with another body before");
    }
    return OrdersResource.accepted(order);
  }
}
