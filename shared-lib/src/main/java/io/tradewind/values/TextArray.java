package io.tradewind.values;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Texts as the single parameter of {@code = any (cast (? as text[]))}: the statement is the same
 * for any number of texts, so it is prepared once.
 */
public final class TextArray {

  private TextArray() {}

  /** PostgreSQL's text form of an array. */
  public static String of(Collection<?> values) {
    return values.stream()
        .map(value -> value.toString().replace("\\", "\\\\").replace("\"", "\\\""))
        .collect(
            Collectors.joining(
                "\",\"", values.isEmpty() ? "{" : "{\"", values.isEmpty() ? "}" : "\"}"));
  }
}
