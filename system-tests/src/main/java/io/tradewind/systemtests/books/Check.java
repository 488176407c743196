package io.tradewind.systemtests.books;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A condition that must hold. Each check can fail, and a test plants a violation for each. */
public enum Check {
  ACKNOWLEDGED_ORDERS_EXIST(OrderChecks::lostOrders),
  EVERY_ORDER_SETTLED_OR_IS_STUCK_BEHIND_A_PARKED_MESSAGE(OrderChecks::silentOrders),
  A_KEY_MADE_ONE_ORDER(OrderChecks::doubledOrders),
  HISTORY_HAS_NO_HOLES_AND_ENDS_IN_THE_STATUS_OF_THE_ROW(OrderChecks::brokenHistories),
  EVERY_EVENT_HAS_LEFT(OrderChecks::unsentEvents),

  AN_ORDER_IS_AUTHORISED_AND_CAPTURED_ONCE(MoneyChecks::doubledCharges),
  CAPTURED_LESS_REFUNDED_IS_WHAT_IS_OWED(MoneyChecks::imbalances),
  NO_AUTHORISATION_IS_OPEN_ON_A_DEAD_ORDER(MoneyChecks::openAuthorisations),
  OUR_LEDGER_AGREES_WITH_THE_PROVIDERS(MoneyChecks::disagreements),
  EVERY_CHARGE_BELONGS_TO_AN_ORDER(MoneyChecks::strayCharges),

  ON_HAND_IS_THE_SUM_OF_ITS_MOVEMENTS(StockChecks::wrongOnHand),
  RESERVED_IS_THE_SUM_OF_ITS_MOVEMENTS(StockChecks::wrongReserved),
  RESERVED_IS_WHAT_OPEN_RESERVATIONS_HOLD(StockChecks::wrongHolds),
  NOTHING_IS_BELOW_ZERO(StockChecks::belowZero),
  AN_ORDER_HOLDS_WHAT_ITS_STATUS_SAYS(StockChecks::wrongReservations),

  A_STATUS_IS_TOLD_ONCE(NotificationChecks::doubled),
  A_SETTLED_ORDER_WAS_TOLD(NotificationChecks::untold),
  SEQUENCES_COUNT_FROM_ONE_WITHOUT_HOLES(NotificationChecks::holes),
  ONLY_THE_OWNER_IS_TOLD_AND_CHARGED(NotificationChecks::strangers);

  private final Function<Facts, Stream<String>> violations;

  Check(Function<Facts, Stream<String>> violations) {
    this.violations = violations;
  }

  /** Returns the violations, one line each; empty when the condition holds. */
  public List<String> violations(Facts facts) {
    return violations.apply(facts).toList();
  }
}
