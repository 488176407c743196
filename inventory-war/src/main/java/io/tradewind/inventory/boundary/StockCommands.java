package io.tradewind.inventory.boundary;

import io.tradewind.contracts.inventory.InventoryCommand;
import io.tradewind.inventory.control.StockDecisions;
import io.tradewind.inventory.control.StockUpdates;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.Envelope;
import io.tradewind.messaging.Outbox;
import io.tradewind.messaging.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Handles the saga's stock commands. A batch is one transaction, with one query for its
 * reservations, one for its SKUs and one flush. The reservation of an order is the natural key of
 * all its commands.
 */
@ApplicationScoped
public class StockCommands {

  @Inject StockUpdates updates;
  @Inject Outbox outbox;

  @Incoming("inventory-commands")
  @Transactional
  public void handle(Batch<InventoryCommand> batch) {
    StockDecisions decisions = updates.lock(batch.messages().stream().map(Envelope::data).toList());
    List<String> traces = new ArrayList<>();
    batch.each(
        command -> {
          outbox.answer(command.id(), decisions.decide(command.id(), command.data()));
          Optional.ofNullable(TraceContext.current()).ifPresent(traces::add);
        });
    updates.save(decisions, traces);
  }
}
