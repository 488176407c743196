package io.tradewind.messaging;

import java.time.Duration;
import java.util.Map;

/**
 * How far the service's own database has taken in one channel, by partition: the position of the
 * next message. It is kept in that database and nowhere else, so that it goes back when the
 * database is restored to an earlier time, and reading with it.
 *
 * <p>It is written after the work that it tells of, so it may say too little and never too much:
 * what lies between is handled again, which every receiver bears.
 */
public interface Positions {

  /**
   * Of every partition that the database has taken anything from.
   *
   * @param topicId which topic of that name: one that is deleted and made again counts from 0
   * @throws IllegalStateException when the database cannot be asked: nobody knows then where to
   *     begin
   */
  Map<Integer, Long> known(String topicId);

  /**
   * The same of whatever topic, without what was written within this time.
   *
   * @throws IllegalStateException when the database cannot be asked
   */
  Map<Integer, Long> unchangedFor(Duration time);

  /** Whether a partition that is not known is read from its first message on. */
  boolean everythingIsNeeded();

  /**
   * Remembers these, unless more is known already.
   *
   * @return whether they are kept; they may be offered again
   */
  boolean keep(String topicId, Map<Integer, Long> handled);
}
