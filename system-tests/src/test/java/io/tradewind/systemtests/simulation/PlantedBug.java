package io.tradewind.systemtests.simulation;

import java.util.Set;

/** What the services around the rules could get wrong; a run with one of them must be found out. */
enum PlantedBug {
  /** A command that comes again is taken for a new one. */
  NO_DEDUPLICATION,
  /** A released order releases its units again when it is asked again. */
  RELEASE_TWICE,
  /** Each attempt is made under a key of its own. */
  NEW_PROVIDER_KEY_PER_ATTEMPT,
  /** Silence is taken for a refusal. */
  UNKNOWN_IS_FAILED,
  /** Money that may have been taken is given back, without asking. */
  REFUND_ON_UNKNOWN,
  /** News is told whenever it is heard. */
  NEWS_TOLD_AGAIN,
  /** A message counts as sent before the broker has it. */
  MARKED_BEFORE_ACKNOWLEDGED,
  /** The database's clock says when a message left, the service's own how long ago that was. */
  TWO_CLOCKS,
  /** What was not answered is not asked again. */
  NOT_SENT_AGAIN;

  static final Set<PlantedBug> NONE = Set.of();
}
