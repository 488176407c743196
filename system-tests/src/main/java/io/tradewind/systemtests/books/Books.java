package io.tradewind.systemtests.books;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The result of all checks. */
public record Books(Map<Check, List<String>> violations) {

  /** Number of violations shown per check, after the total number. */
  private static final int SHOWN = 5;

  public static Books audit(Facts facts) {
    Map<Check, List<String>> violations = new EnumMap<>(Check.class);
    for (Check check : Check.values()) {
      List<String> found = check.violations(facts);
      if (!found.isEmpty()) {
        violations.put(check, found);
      }
    }
    return new Books(violations);
  }

  public boolean balance() {
    return violations.isEmpty();
  }

  @Override
  public String toString() {
    return balance()
        ? "the books balance: " + Check.values().length + " checks"
        : violations.entrySet().stream().map(Books::line).collect(Collectors.joining("\n"));
  }

  private static String line(Map.Entry<Check, List<String>> entry) {
    List<String> found = entry.getValue();
    return entry.getKey()
        + ": "
        + found.size()
        + " violations, such as "
        + found.subList(0, Math.min(SHOWN, found.size()));
  }
}
