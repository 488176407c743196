package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Refills a broker that lost its disk from the outbox, as requested in {@link RepublishRequests}. A
 * portion is queued behind the waiting rows, and the next one after the relays have sent it, as
 * {@link RepublishPace} says, so new rows wait for one portion at most. One relay of the service
 * takes up a portion at a time. The progress is stored with the portion, so any relay can continue.
 *
 * <p>Messages are taken up in the order in which they were sent, which keeps the order of each key.
 * A message that was unsent at the beginning is sent by its relay anyway; but a relay may still
 * hold the lost broker's acknowledgement and mark the row a moment later. Such rows are searched
 * for once no relay can do that any more.
 */
final class Republisher {

  /** Messages of other topics that one step skips, read by index. */
  private static final int MOST_PASSED = 5_000;

  /**
   * A relay that cannot mark for this long has lost its connection to the socket time-out, and with
   * it its unmarked acknowledgements.
   */
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(1);
  private static final System.Logger LOG = System.getLogger(Republisher.class.getName());

  private final RelayWakeUp signal;
  private final Duration settling;
  private final RepublishPace pace = new RepublishPace(System::nanoTime);
  private long nextLook = System.nanoTime();
  private volatile RepublishProgress underWay;
  private boolean resting;

  Republisher(RelayWakeUp signal) {
    this(signal, SETTLING);
  }

  Republisher(RelayWakeUp signal, Duration settling) {
    this.signal = signal;
    this.settling = settling;
  }

  /**
   * Called in each turn of a relay, on its own connection.
   *
   * @param acknowledged positions that the broker has acknowledged and that are not marked yet
   */
  void goOn(Connection connection, Collection<Long> acknowledged) throws SQLException {
    if (System.nanoTime() - nextLook >= 0) {
      nextLook = System.nanoTime() + BETWEEN_LOOKS;
      underWay = RepublishRequests.underWay(connection).orElse(null);
      resting = underWay == null;
    }
    if (resting) {
      return;
    }
    connection.setAutoCommit(false);
    try {
      step(connection, acknowledged);
      connection.commit();
    } catch (SQLException busy) {
      LOG.log(System.Logger.Level.INFO, "a portion waits for its turn: {0}", busy.getMessage());
      connection.rollback();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  void step(Connection connection, Collection<Long> acknowledged) throws SQLException {
    RepublishTable.Open open = RepublishTable.lock(connection, settling).orElse(null);
    if (open == null || (open.reached() && !open.settled())) {
      resting = true;
    } else if (open.begunAt() == null) {
      RepublishTable.begin(connection, open);
      signal.rowsCommitted();
    } else {
      pace.sees(open.portionLast());
      if (RepublishTable.portionHasLeft(connection, open, acknowledged)
          && pace.rested(open.writtenSince())) {
        takeUpNext(connection, open);
        signal.rowsCommitted();
      }
    }
  }

  private void takeUpNext(Connection connection, RepublishTable.Open open) throws SQLException {
    int size = RepublishPace.size(open.portionLast() - open.portionAfter(), open.writtenSince());
    RepublishTable.Portion portion =
        RepublishTable.next(connection, open, settling, size, MOST_PASSED);
    RepublishTable.takeUp(connection, open, portion);
    if (portion.last() && !open.reached()) {
      RepublishTable.reach(connection, open, settling);
    } else if (portion.last() && portion.ids().isEmpty()) {
      RepublishTable.finish(connection, open);
    }
  }

  /** Approximate number of requested messages that are not queued yet. */
  long remaining() {
    RepublishProgress now = underWay;
    return now == null ? 0 : Math.max(0, now.expected() - now.takenUp());
  }
}
