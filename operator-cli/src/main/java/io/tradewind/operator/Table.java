package io.tradewind.operator;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under their headers, each column as wide as its widest cell. */
final class Table {

  private static final int WIDEST = 100;

  private final List<List<String>> rows = new ArrayList<>();
  private final int widest;

  Table(String... heads) {
    this(WIDEST, heads);
  }

  private Table(int widest, String... heads) {
    this.widest = widest;
    rows.add(List.of(heads));
  }

  /** All fields of one item, however long. */
  static Table ofOne() {
    return new Table(Integer.MAX_VALUE, "FIELD", "VALUE");
  }

  Table row(Object... cells) {
    rows.add(Arrays.stream(cells).map(this::cell).toList());
    return this;
  }

  void print(PrintWriter out) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        line.append(row.get(column))
            .append(" ".repeat(widths[column] - row.get(column).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** A cell is one line; an empty one is a dash, so that scripts can split the columns. */
  private String cell(Object value) {
    if (value == null || value.toString().isEmpty()) {
      return "-";
    }
    String line = Printable.of(value.toString().replaceAll("\\s+", " "));
    return line.length() > widest ? line.substring(0, widest - 1) + "…" : line;
  }

  /** How long ago, in the largest useful unit. */
  static String age(Instant since) {
    if (since == null) {
      return null;
    }
    Duration age = Duration.between(since, Instant.now());
    if (age.toHours() >= 48) {
      return age.toDays() + "d";
    }
    if (age.toMinutes() >= 120) {
      return age.toHours() + "h";
    }
    return age.toSeconds() >= 120 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
  }
}
