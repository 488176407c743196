package io.tradewind.inventory.boundary;

import io.tradewind.scheduling.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The scheduled tasks of this service. */
@ApplicationScoped
public class ScheduledTasks {

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  @Inject CatalogueTransactions catalogue;
  @Inject RestoredCatalogueCheck restored;
  @Inject StockViewComparison stockView;
  @Inject StockGauges gauges;

  @Inject
  @ConfigProperty(name = "tradewind.first-products")
  boolean firstProductsWanted;

  @Inject
  @ConfigProperty(name = "tradewind.stock-view.compare-every")
  Duration compareEvery;

  void start(@Observes Startup started, Scheduler scheduler) {
    if (firstProductsWanted) {
      scheduler.untilDone("first-products", Duration.ZERO, A_SECOND, this::fillEmptyCatalogue);
    }
    scheduler.untilDone("restored-catalogue", A_SECOND, Duration.ofSeconds(5), restored::run);
    scheduler.every("stock-view", A_SECOND, compareEvery, stockView::compare);
    scheduler.every("stock-count", A_SECOND, compareEvery, gauges::count);
  }

  /** The database may start after the service. */
  private boolean fillEmptyCatalogue() {
    catalogue.fillEmptyCatalogue();
    return true;
  }
}
