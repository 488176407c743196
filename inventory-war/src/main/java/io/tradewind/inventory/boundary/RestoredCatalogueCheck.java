package io.tradewind.inventory.boundary;

import io.tradewind.contracts.Topic;
import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.database.TransientFailure;
import io.tradewind.messaging.SentMessages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the products with this service's own events, once after the start, when broker and
 * database are available. The compacted topic keeps the newest event of each product.
 */
@ApplicationScoped
public class RestoredCatalogueCheck {

  private static final System.Logger LOG = System.getLogger(RestoredCatalogueCheck.class.getName());

  @Inject CatalogueTransactions transactions;
  @Inject SentMessages sent;

  /** Returns whether everything was compared; the broker may be unavailable. */
  boolean run() {
    try {
      Map<String, ProductChanged> newest = newestPublished();
      int taken = newest.isEmpty() ? 0 : transactions.restore(newest.values());
      if (taken > 0) {
        LOG.log(
            Level.ERROR,
            "the database was restored to an earlier time: {0} products were published in newer"
                + " versions, which are taken back; stock that people changed since is not known"
                + " and has to be counted",
            taken);
      }
      return true;
    } catch (TransientFailure notYet) {
      LOG.log(Level.DEBUG, "the products are not compared yet: {0}", notYet.getMessage());
      return false;
    }
  }

  private Map<String, ProductChanged> newestPublished() {
    Map<String, ProductChanged> newest = new TreeMap<>();
    sent.read(
        Topic.PRODUCT_EVENTS,
        null,
        message -> {
          if (message.data() instanceof ProductChanged product) {
            newest.merge(
                product.sku(), product, (one, two) -> one.version() >= two.version() ? one : two);
          }
        });
    return newest;
  }
}
