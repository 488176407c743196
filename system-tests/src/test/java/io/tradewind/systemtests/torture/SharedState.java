package io.tradewind.systemtests.torture;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What all clients of a run know of each other. */
final class SharedState {

  /** Ids of orders that somebody was promised. */
  final Set<String> orders = new ConcurrentSkipListSet<>();
}
