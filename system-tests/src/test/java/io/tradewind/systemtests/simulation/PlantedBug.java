package io.tradewind.systemtests.simulation;

import java.util.Set;

/** Bugs of the code around the rules; the checks must find each of them. */
enum PlantedBug {
  /** A repeated command is handled like a new one. */
  NO_DEDUPLICATION,
  /** A repeated release command releases the units of an order again. */
  RELEASE_TWICE,
  /** The call before a command is stored uses another idempotency key than the one after it. */
  EARLY_CALL_UNDER_ANOTHER_KEY,
  /** Each attempt uses an idempotency key of its own. */
  NEW_PROVIDER_KEY_PER_ATTEMPT,
  /** A missing answer is handled like a refusal. */
  UNKNOWN_IS_FAILED,
  /** Money that may have been captured is refunded, without asking the provider. */
  REFUND_ON_UNKNOWN,
  /** A repeated event leads to another notification. */
  NEWS_TOLD_AGAIN,
  /** Inventory does not hear that an order is confirmed. */
  CONFIRMATION_UNHEARD,
  /** A message counts as sent before the broker has acknowledged it. */
  MARKED_BEFORE_ACKNOWLEDGED,
  /** The time of sending is by the database's clock, its age by the service's own clock. */
  TWO_CLOCKS,
  /** A command without an answer is not sent again. */
  NOT_SENT_AGAIN;

  static final Set<PlantedBug> NONE = Set.of();
}
