package io.tradewind.messaging;

import io.tradewind.scheduling.Interval;
import java.time.Duration;

/** Keeps several threads from saying the same thing one after the other. */
final class LastSaid {

  private final Interval repetition;
  private String last;

  /**
   * @param repetition after which the same thing is news again
   */
  LastSaid(Duration repetition) {
    this.repetition = new Interval(repetition);
  }

  synchronized boolean isNews(String what) {
    if (what.equals(last) && !repetition.passed()) {
      return false;
    }
    last = what;
    repetition.restart();
    return true;
  }
}
