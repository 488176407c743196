package io.tradewind.orders.boundary;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.values.Money;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One event in the history of an order. */
record EventView(long seq, String type, Instant at, Data data) {

  /**
   * The status after the event, and what the event says beyond its type.
   *
   * @param note what a person typed with it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "OrderEventData")
  record Data(
      OrderStatus status,
      @Schema(nullable = true) String reason,
      @Schema(nullable = true) String note,
      @Schema(nullable = true) Money total,
      @Schema(nullable = true) List<OrderLine> lines,
      @Schema(nullable = true) String paymentMethod) {}

  static EventView of(OrderFact fact, String note) {
    OrderFact.Placed placed = fact.data().placed();
    Data data =
        placed == null
            ? new Data(fact.status(), fact.data().reason(), note, null, null, null)
            : new Data(
                fact.status(), null, note, placed.total(), placed.lines(), placed.paymentMethod());
    return new EventView(fact.seq(), fact.type(), fact.at(), data);
  }
}
