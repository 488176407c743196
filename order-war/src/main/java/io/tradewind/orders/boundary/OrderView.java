package io.tradewind.orders.boundary;

import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.values.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An order as its owner sees it.
 *
 * @param reason why it ended early, a stable word; otherwise null
 * @param version the number of its events so far
 */
record OrderView(
    UUID id,
    OrderStatus status,
    Money total,
    List<OrderLine> lines,
    @Schema(nullable = true) String reason,
    Instant placedAt,
    long version) {

  static OrderView of(Order order) {
    return new OrderView(
        order.id(),
        order.status(),
        order.total(),
        order.lines(),
        order.reason(),
        order.placedAt(),
        order.version());
  }
}
