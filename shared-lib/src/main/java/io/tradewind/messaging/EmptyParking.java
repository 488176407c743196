package io.tradewind.messaging;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether it is certain that no message of a channel is parked and that operators have removed
 * none, so that a batch need not look for any.
 *
 * <p>Only the owner of a partition parks its keys. What a former owner has parked is seen by the
 * first look after the partition was assigned, and what this one parks ends the certainty. It also
 * ends after some seconds without a look: a suspended process may have lost its partitions since.
 */
final class EmptyParking {

  /** Half of the time after which a broker gives the partitions of a silent member to others. */
  static final Duration CERTAIN_FOR = Duration.ofSeconds(5);

  private final Lease lease;
  private boolean empty;

  EmptyParking() {
    this(System::nanoTime);
  }

  /**
   * @param ticker monotonic nanoseconds
   */
  EmptyParking(LongSupplier ticker) {
    this.lease = new Lease(CERTAIN_FOR, ticker);
  }

  boolean certain() {
    return empty && !lease.runOut();
  }

  /** Something may be parked: it is about to be, or partitions were assigned. */
  void doubt() {
    empty = false;
  }

  long now() {
    return lease.now();
  }

  /**
   * @param found what the table has of the channel
   * @param asked {@link #now} before the query
   */
  void looked(ParkedMessageTable.Census found, long asked) {
    lease.renew(asked);
    empty = found.isEmpty();
  }
}
