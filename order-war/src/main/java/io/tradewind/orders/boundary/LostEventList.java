package io.tradewind.orders.boundary;

import io.tradewind.orders.control.LostEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The list of lost events, a transaction at a time. */
@ApplicationScoped
class LostEventList {

  private final LostEvents lost;

  /** For the proxy alone. */
  LostEventList() {
    this(null);
  }

  @Inject
  LostEventList(LostEvents lost) {
    this.lost = lost;
  }

  /**
   * @param ordersAreLost whether placed orders are lost and nobody has settled that
   * @param anyMadeAgain whether a request may have placed an order that was made again
   */
  record State(boolean ordersAreLost, boolean anyMadeAgain) {}

  @Transactional
  Optional<Instant> newestOrder() {
    return lost.newestOrder();
  }

  @Transactional
  int add(Collection<LostEvents.Told> told) {
    return lost.list(told);
  }

  /** Asked in this order: what is made again meanwhile still counts as lost. */
  @Transactional
  State state() {
    lost.settleWhatCaughtUp();
    boolean ordersAreLost = lost.ordersAreLost();
    return new State(ordersAreLost, lost.anyMadeAgain());
  }
}
