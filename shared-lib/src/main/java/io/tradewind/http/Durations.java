package io.tradewind.http;

import java.time.Duration;

/** Durations in requests. */
public final class Durations {

  private static final int MAX_WAIT_SECONDS = 30;

  private Durations() {}

  /**
   * The value of {@code ?wait=}.
   *
   * @param text {@code 0s} to {@code 30s}, or null for no wait
   * @throws ProblemException 400 for anything else
   */
  public static Duration waitOf(String text) {
    if (text == null) {
      return Duration.ZERO;
    }
    if (text.matches("[0-9]{1,2}s")) {
      int seconds = Integer.parseInt(text.substring(0, text.length() - 1));
      if (seconds <= MAX_WAIT_SECONDS) {
        return Duration.ofSeconds(seconds);
      }
    }
    throw new ProblemException(
        ProblemType.INVALID_PARAMETER, "wait is 0s to " + MAX_WAIT_SECONDS + "s");
  }
}
