package io.tradewind.stack.provider;

import java.util.Locale;

/** The operations of a merchant. */
enum Operation {
  AUTHORISE,
  CAPTURE,
  VOID,
  REFUND;

  /** The operation a path ends with, such as {@code /payments/{payment}/capture}. */
  static Operation named(String pathSegment) {
    try {
      return valueOf(pathSegment.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new Refusal(404, "no operation is named " + pathSegment);
    }
  }
}
