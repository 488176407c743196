package io.tradewind.orders.boundary;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.contracts.inventory.ProductEvent;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.ReadsFromFirstRecord;
import io.tradewind.orders.control.PriceList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Updates the price list from inventory's products. It needs all of them, so a partition that this
 * database has never handled is read from the first record.
 */
@ApplicationScoped
public class Prices implements ReadsFromFirstRecord {

  private static final String CHANNEL = "product-events";

  private final PriceList prices;

  /** Needed by the CDI proxy. */
  Prices() {
    this(null);
  }

  @Inject
  Prices(PriceList prices) {
    this.prices = prices;
  }

  @Incoming(CHANNEL)
  @Transactional
  public void handle(Batch<ProductEvent> batch) {
    List<ProductChanged> changes = new ArrayList<>();
    batch.each(message -> changes.add(changed(message.data())));
    prices.learn(changes);
  }

  private static ProductChanged changed(ProductEvent event) {
    if (event instanceof ProductChanged changed) {
      return changed;
    }
    throw new IllegalArgumentException("no price in " + event.type());
  }

  @Override
  public String channel() {
    return CHANNEL;
  }
}
