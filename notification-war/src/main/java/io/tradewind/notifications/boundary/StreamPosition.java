package io.tradewind.notifications.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;

/** The number up to which a client has all notifications. */
final class StreamPosition {

  private StreamPosition() {}

  /**
   * @param text a whole number from 0, or null for 0
   * @throws ProblemException 400 for anything else
   */
  static long of(String text) {
    if (text == null) {
      return 0;
    }
    try {
      if (text.matches("[0-9]{1,19}")) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException beyondLong) {
      // Refused below.
    }
    throw new ProblemException(
        ProblemType.INVALID_PARAMETER, "after is the seq of the last notification you have");
  }
}
