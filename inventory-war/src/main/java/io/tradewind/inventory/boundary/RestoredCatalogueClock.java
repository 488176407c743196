package io.tradewind.inventory.boundary;

import io.tradewind.contracts.Topic;
import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.messaging.SentMessages;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Compares the products with what this service has told of them, once after the start, as soon as
 * broker and database answer. The topic keeps the newest of each product and no more.
 */
@ApplicationScoped
public class RestoredCatalogueClock {

  private static final System.Logger LOG = System.getLogger(RestoredCatalogueClock.class.getName());

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService clock;

  @Inject RestoredCatalogue catalogue;
  @Inject SentMessages sent;

  private volatile ScheduledFuture<?> trying;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    trying = clock.scheduleWithFixedDelay(this::tryIt, 1, 5, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (trying != null) {
      trying.cancel(false);
    }
  }

  private void tryIt() {
    try {
      Map<String, ProductChanged> newest = new TreeMap<>();
      sent.read(
          Topic.PRODUCT_EVENTS,
          null,
          message -> {
            if (message.data() instanceof ProductChanged told) {
              newest.merge(
                  told.sku(), told, (one, two) -> one.version() >= two.version() ? one : two);
            }
          });
      int taken = newest.isEmpty() ? 0 : catalogue.takeBack(newest.values());
      if (taken > 0) {
        LOG.log(
            Level.ERROR,
            "the database was restored to an earlier time: {0} products were told in newer"
                + " versions, which are taken back; stock that people changed since is not known"
                + " and has to be counted",
            taken);
      }
      stop();
    } catch (RuntimeException notYet) {
      LOG.log(Level.DEBUG, "the products are not compared yet: {0}", notYet.getMessage());
    }
  }
}
