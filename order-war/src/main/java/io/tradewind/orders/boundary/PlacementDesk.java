package io.tradewind.orders.boundary;

import io.tradewind.http.Idempotency;
import io.tradewind.orders.control.OrderPlacement;
import io.tradewind.orders.control.PriceList;
import io.tradewind.orders.control.WantedLine;
import io.tradewind.orders.entity.Price;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** Takes the orders of all who wait, in one transaction. */
@ApplicationScoped
public class PlacementDesk {

  private final OrderPlacement placement;
  private final PriceList prices;
  private final Idempotency idempotency;

  /** For the proxy alone. */
  PlacementDesk() {
    this(null, null, null);
  }

  @Inject
  PlacementDesk(OrderPlacement placement, PriceList prices, Idempotency idempotency) {
    this.placement = placement;
    this.prices = prices;
    this.idempotency = idempotency;
  }

  /** The answers to these requests, in their order; no two of them are the same. */
  @Transactional
  List<Response> take(List<Placement> waiting) {
    Map<String, Price> known =
        prices.of(
            waiting.stream()
                .flatMap(each -> each.wanted().lines().stream())
                .map(WantedLine::sku)
                .distinct()
                .toList());
    return idempotency.each(
        waiting.stream().map(Placement::asked).toList(), i -> take(waiting.get(i), known));
  }

  private Response take(Placement one, Map<String, Price> known) {
    PlaceOrder wanted = one.wanted();
    return one.within(
        () ->
            OrdersResource.accepted(
                placement.place(
                    one.asked().caller(), wanted.lines(), wanted.paymentMethod(), known)));
  }
}
