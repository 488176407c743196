package io.tradewind.operator;

import java.util.regex.Pattern;

/**
 * Text from other systems, safe for a terminal: characters that would control the terminal are
 * escaped.
 */
final class Printable {

  /** Control and format characters, such as escapes and changes of the writing direction. */
  private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

  private Printable() {}

  static String of(String text) {
    return STEERING
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted(found.group().codePointAt(0)));
  }
}
