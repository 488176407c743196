package io.tradewind.systemtests.torture;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What the clients of a run share. */
final class SharedState {

  /** Ids of orders that were acknowledged to any client. */
  final Set<String> orders = new ConcurrentSkipListSet<>();
}
