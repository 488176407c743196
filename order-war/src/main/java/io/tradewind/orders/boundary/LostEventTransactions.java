package io.tradewind.orders.boundary;

import io.tradewind.orders.control.LostEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The transactions on the list of lost events. */
@ApplicationScoped
class LostEventTransactions {

  private final LostEvents lost;

  /** Needed by the CDI proxy. */
  LostEventTransactions() {
    this(null);
  }

  @Inject
  LostEventTransactions(LostEvents lost) {
    this.lost = lost;
  }

  /**
   * @param open the number of lost events that are not settled
   * @param ordersAreLost whether placed orders are lost and not settled
   * @param anyRebuilt whether a request may have placed an order that was recreated
   */
  record State(long open, boolean ordersAreLost, boolean anyRebuilt) {}

  @Transactional
  Optional<Instant> newestOrder() {
    return lost.newestOrder();
  }

  @Transactional
  int add(Collection<LostEvents.PublishedEvent> published) {
    return lost.list(published);
  }

  /** Queried in this order, so that what is recreated meanwhile still counts as lost. */
  @Transactional
  State state() {
    lost.settleWhatCaughtUp();
    long open = lost.open();
    boolean ordersAreLost = open > 0 && lost.ordersAreLost();
    return new State(open, ordersAreLost, lost.anyRebuilt());
  }
}
