package io.tradewind.orders.boundary;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.contracts.inventory.ProductEvent;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.ReplayFromStart;
import io.tradewind.orders.control.PriceList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Keeps the price list up with inventory's products: all of them, so what this database has never
 * taken in is read from the first record on.
 */
@ApplicationScoped
public class Prices implements ReplayFromStart {

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
