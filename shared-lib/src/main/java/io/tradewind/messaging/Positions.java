package io.tradewind.messaging;

import java.time.Duration;
import java.util.Map;

/**
 * How far the service's own database has handled one channel, by partition: the offset of the next
 * message. It is stored in that database only, so a restored database also restores where reading
 * starts.
 *
 * <p>It is written after the work, so it may be too low but never too high; messages in between are
 * handled again, which consumers tolerate.
 */
public interface Positions {

  /**
   * Of every partition from which the database has handled messages.
   *
   * @param topicId the topic's id: a topic that is deleted and created again counts from 0
   * @throws IllegalStateException when the database cannot be queried: the start is then unknown
   */
  Map<Integer, Long> known(String topicId);

  /**
   * The same for any topic id, without positions written within this time.
   *
   * @throws IllegalStateException when the database cannot be queried
   */
  Map<Integer, Long> unchangedFor(Duration time);

  /** Whether an unknown partition is read from its first message on. */
  boolean everythingIsNeeded();

  /**
   * Stores these positions, unless higher ones are stored.
   *
   * @return whether they are stored; if not, they may be offered again
   */
  boolean keep(String topicId, Map<Integer, Long> handled);
}
