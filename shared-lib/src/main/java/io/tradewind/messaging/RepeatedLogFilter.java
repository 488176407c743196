package io.tradewind.messaging;

import io.tradewind.scheduling.Interval;
import java.time.Duration;

/** Keeps several threads from logging the same message one after the other. */
final class RepeatedLogFilter {

  private final Interval repetition;
  private String last;

  /**
   * @param repetition after this time the same message is logged again
   */
  RepeatedLogFilter(Duration repetition) {
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
