package io.tradewind.messaging;

import java.time.Duration;

/**
 * How long to wait for more before the next batch: for as long as the last one took, up to a limit,
 * and not at all after a lone message or none. So a lone message is handled at once, and the busier
 * the machine the larger the batches, which is what a busy machine needs.
 */
final class Gathering {

  private final Duration longest;

  /**
   * @param longest the longest wait, whatever the last batch took
   */
  Gathering(Duration longest) {
    this.longest = longest;
  }

  Duration after(int messages, Duration handling) {
    if (messages <= 1) {
      return Duration.ZERO;
    }
    return handling.compareTo(longest) < 0 ? handling : longest;
  }
}
