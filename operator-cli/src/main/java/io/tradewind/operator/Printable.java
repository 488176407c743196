package io.tradewind.operator;

import java.util.regex.Pattern;

/** Text from elsewhere, as a terminal may show it: what would steer the terminal is spelled out. */
final class Printable {

  /** Control and format characters, such as escapes and what turns the direction of writing. */
  private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

  private Printable() {}

  static String of(String text) {
    return STEERING
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted(found.group().codePointAt(0)));
  }
}
