package io.tradewind.inventory.boundary;

import io.tradewind.contracts.orders.OrderConfirmed;
import io.tradewind.contracts.orders.OrderEvent;
import io.tradewind.inventory.control.StockDecisions;
import io.tradewind.inventory.control.StockUpdates;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.Envelope;
import io.tradewind.messaging.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Keeps the units of confirmed orders: from then on their reservations are no longer overdue.
 * Nobody waits for it, so the channel fetches what has come within a second together.
 */
@ApplicationScoped
public class OrderEvents {

  @Inject StockUpdates updates;

  @Incoming("order-events")
  @Transactional
  public void handle(Batch<OrderEvent> batch) {
    List<UUID> confirmed =
        batch.messages().stream()
            .map(Envelope::data)
            .filter(OrderConfirmed.class::isInstance)
            .map(OrderEvent::orderId)
            .toList();
    if (confirmed.isEmpty()) {
      return;
    }
    StockDecisions decisions = updates.lockConfirmed(confirmed);
    List<String> traces = new ArrayList<>();
    batch.each(
        event -> {
          if (event.data() instanceof OrderConfirmed order) {
            decisions.confirm(order.orderId());
            Optional.ofNullable(TraceContext.current()).ifPresent(traces::add);
          }
        });
    updates.save(decisions, traces);
  }
}
