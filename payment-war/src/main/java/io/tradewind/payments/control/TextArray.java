package io.tradewind.payments.control;

import java.util.Collection;
import java.util.stream.Collectors;

/** PostgreSQL's text form of an array, for a parameter that is cast to one. */
final class TextArray {

  private TextArray() {}

  static String of(Collection<?> values) {
    return values.stream()
        .map(value -> value.toString().replace("\\", "\\\\").replace("\"", "\\\""))
        .collect(
            Collectors.joining(
                "\",\"", values.isEmpty() ? "{" : "{\"", values.isEmpty() ? "}" : "\"}"));
  }
}
