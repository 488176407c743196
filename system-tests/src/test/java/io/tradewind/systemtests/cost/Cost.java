package io.tradewind.systemtests.cost;

import io.tradewind.systemtests.cost.StatementLog.Executed;
import io.tradewind.systemtests.cost.WalMeter.Wal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What orders cost.
 *
 * @param each by name, divided by the number of orders; services and relays are counted apart,
 *     because a relay sends the messages of many orders with one statement
 * @param details the statements in their order
 */
record Cost(Map<String, Double> each, String details) {

  static Cost of(List<List<Executed>> transactions, Wal wal, long records, int orders) {
    List<Executed> all = transactions.stream().flatMap(List::stream).toList();
    long ofRelays = all.stream().filter(Executed::relay).count();
    Map<String, Double> each = new LinkedHashMap<>();
    each.put("statements", (double) all.size() - ofRelays);
    each.put(
        "transactions", (double) transactions.stream().filter(one -> !one.get(0).relay()).count());
    each.put("statements of relays", (double) ofRelays);
    each.put("commits", (double) wal.commits());
    each.put("row writes", (double) wal.rows());
    each.put("log records", (double) wal.records());
    each.put("log bytes", (double) wal.bytes());
    each.put("records", (double) records);
    each.replaceAll((name, sum) -> Math.round(10 * sum / orders) / 10.0);
    return new Cost(
        each, all.stream().map(Executed::toString).collect(Collectors.joining("\n", "\n", "\n")));
  }

  /**
   * The lower of each value: a periodic task, or the server's own housekeeping, may fall into one.
   */
  Cost least(Cost other) {
    Map<String, Double> least = new LinkedHashMap<>(each);
    other.each.forEach((name, value) -> least.merge(name, value, Math::min));
    return new Cost(least, details.length() <= other.details.length() ? details : other.details);
  }

  /** The values above these bounds, by name. */
  Map<String, Double> exceeded(Map<String, Integer> bounds) {
    return each.entrySet().stream()
        .filter(value -> value.getValue() > bounds.get(value.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public String toString() {
    return each.toString();
  }
}
