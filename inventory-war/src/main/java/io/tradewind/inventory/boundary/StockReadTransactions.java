package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.Availability;
import io.tradewind.inventory.control.Reservations;
import io.tradewind.inventory.control.StockTotals;
import io.tradewind.inventory.control.Stocks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Reads from PostgreSQL in short transactions, so that none is open while Redis answers. */
@ApplicationScoped
public class StockReadTransactions {

  @Inject Stocks stocks;
  @Inject Reservations reservations;

  @Transactional
  public List<Availability> of(Collection<String> skus) {
    return stocks.availabilityOf(skus);
  }

  @Transactional
  public List<Availability> after(String sku, int count) {
    return stocks.availabilityAfter(sku, count);
  }

  @Transactional
  public StockTotals totals() {
    return stocks.totals();
  }

  @Transactional
  public long overdue() {
    return reservations.countOverdue(Instant.now());
  }
}
