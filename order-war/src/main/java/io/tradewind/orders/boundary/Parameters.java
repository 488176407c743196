package io.tradewind.orders.boundary;

import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.orders.entity.OrderStatus;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Query parameters, parsed or refused with 400. */
final class Parameters {

  /** The database's calendar ends before Java's. */
  private static final int LAST_YEAR = 9999;

  private Parameters() {}

  /** The status of this name, or null without a parameter. */
  static OrderStatus status(String text) {
    return text == null ? null : constant("status", text, OrderStatus.values());
  }

  static <E extends Enum<E>> E constant(String name, String text, E[] constants) {
    return Arrays.stream(constants)
        .filter(constant -> constant.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    name
                        + " is one of "
                        + Arrays.stream(constants)
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }

  static Instant instant(String text) {
    try {
      Instant instant = Instant.parse(text);
      if (Math.abs(instant.atOffset(ZoneOffset.UTC).getYear()) <= LAST_YEAR) {
        return instant;
      }
    } catch (DateTimeException notAnInstant) {
      // Refused below, like a value out of range.
    }
    throw refused("asOf is an instant such as 2026-01-31T12:00:00Z");
  }

  static Duration age(String text) {
    if (text != null && text.matches("[0-9]{1,7}s")) {
      return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }
    throw refused("olderThan is seconds, such as 60s");
  }

  static boolean flag(String name, String text) {
    if (text == null || text.equals("true") || text.equals("false")) {
      return "true".equals(text);
    }
    throw refused(name + " is true or false");
  }

  /** The position in a cursor of the history. */
  static long position(String text) {
    if (text.matches("[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    throw PageRequest.unreadableCursor();
  }

  private static ProblemException refused(String detail) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail);
  }
}
