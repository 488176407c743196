package io.tradewind.systemtests.torture;

import static io.tradewind.systemtests.books.Check.*;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.tradewind.systemtests.books.Check;
import io.tradewind.systemtests.torture.Journal.Line;
import io.tradewind.systemtests.torture.Journal.Said;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The promises of Tradewind, each with the checks of the evidence. */
enum Promise {
  AN_ACKNOWLEDGED_ORDER_IS_NEVER_LOST_AND_SETTLES(
      Promise::lost,
      ACKNOWLEDGED_ORDERS_EXIST,
      EVERY_ORDER_SETTLED_OR_IS_STUCK_BEHIND_A_PARKED_MESSAGE,
      HISTORY_HAS_NO_HOLES_AND_ENDS_IN_THE_STATUS_OF_THE_ROW,
      EVERY_EVENT_HAS_LEFT),
  NOTHING_IS_DONE_TWICE(
      Promise::twice,
      A_KEY_MADE_ONE_ORDER,
      AN_ORDER_IS_AUTHORISED_AND_CAPTURED_ONCE,
      A_STATUS_IS_TOLD_ONCE,
      SEQUENCES_COUNT_FROM_ONE_WITHOUT_HOLES,
      A_SETTLED_ORDER_WAS_TOLD),
  MONEY_BALANCES(
      evidence -> Stream.empty(),
      CAPTURED_LESS_REFUNDED_IS_WHAT_IS_OWED,
      NO_AUTHORISATION_IS_OPEN_ON_A_DEAD_ORDER,
      OUR_LEDGER_AGREES_WITH_THE_PROVIDERS,
      EVERY_CHARGE_BELONGS_TO_AN_ORDER),
  STOCK_IS_NEVER_OVERSOLD(
      Promise::oversold,
      ON_HAND_IS_THE_SUM_OF_ITS_MOVEMENTS,
      RESERVED_IS_THE_SUM_OF_ITS_MOVEMENTS,
      RESERVED_IS_WHAT_OPEN_RESERVATIONS_HOLD,
      NOTHING_IS_BELOW_ZERO,
      AN_ORDER_HOLDS_WHAT_ITS_STATUS_SAYS),
  ONE_BAD_MESSAGE_STOPS_NOBODY_ELSE(Promise::wronglyParked),
  NOTHING_WAITS_IN_SILENCE(Promise::silent),
  A_USER_SEES_ONLY_WHAT_IS_THEIRS(Promise::seenByOthers, ONLY_THE_OWNER_IS_TOLD_AND_CHARGED),
  REDIS_AND_THE_BROKERS_DISK_MAY_BE_LOST(Promise::notRebuilt);

  /** The statuses in which an order may end after this was granted to it once. */
  private static final Map<String, Set<String>> GRANTED_ENDS_IN =
      Map.of(
          "cancel", Set.of("CANCELLED"),
          "shipment", Set.of("SHIPPED", "DELIVERED", "RETURNED"),
          "delivery", Set.of("DELIVERED", "RETURNED"),
          "return", Set.of("RETURNED"));

  private final Function<Evidence, Stream<String>> more;
  private final List<Check> checks;

  Promise(Function<Evidence, Stream<String>> more, Check... checks) {
    this.more = more;
    this.checks = List.of(checks);
  }

  List<Check> checks() {
    return checks;
  }

  /** Returns the violations. */
  List<String> brokenBy(Evidence evidence) {
    Stream<String> found =
        checks.stream()
            .filter(evidence.books().violations()::containsKey)
            .map(check -> check + " " + first(evidence.books().violations().get(check)));
    return Stream.concat(found, more.apply(evidence)).toList();
  }

  static Map<Promise, List<String>> broken(Evidence evidence) {
    Map<Promise, List<String>> broken = new EnumMap<>(Promise.class);
    for (Promise promise : values()) {
      List<String> found = promise.brokenBy(evidence);
      if (!found.isEmpty()) {
        broken.put(promise, first(found));
      }
    }
    return broken;
  }

  private static List<String> first(List<String> found) {
    return found.subList(0, Math.min(5, found.size()));
  }

  /**
   * At the end every client has repeated its requests until it had an answer, and what was granted
   * has come true.
   */
  private static Stream<String> lost(Evidence evidence) {
    Stream<String> unanswered =
        evidence.journal().stream()
            .filter(line -> line.what().equals("place-finally") && line.said() != Said.OK)
            .map(line -> "never answered: " + line);
    Map<String, String> statuses =
        evidence.facts().orders().stream()
            .collect(toMap(order -> order.id().toString(), order -> order.status()));
    Stream<String> forgotten =
        evidence.journal().stream()
            .filter(line -> GRANTED_ENDS_IN.containsKey(line.what()) && line.said() == Said.OK)
            .filter(
                line ->
                    !GRANTED_ENDS_IN
                        .get(line.what())
                        .contains(statuses.getOrDefault(line.order(), "MISSING")))
            .map(line -> "granted and " + statuses.get(line.order()) + ": " + line);
    return Stream.concat(unanswered, forgotten);
  }

  private static Stream<String> twice(Evidence evidence) {
    Stream<String> tooMany =
        evidence.shoppers().keySet().stream()
            .filter(shopper -> rows(evidence, shopper) != keys(evidence, shopper))
            .map(
                shopper ->
                    "%s has %d orders of %d keys"
                        .formatted(shopper, rows(evidence, shopper), keys(evidence, shopper)));
    Stream<String> otherBody =
        evidence.journal().stream()
            .filter(line -> line.what().equals("other-body") && line.said() == Said.OK)
            .map(line -> "a key was taken for another body: " + line);
    Stream<String> heard =
        evidence.journal().stream()
            .filter(line -> line.what().equals("hear") && line.said() == Said.REFUSED)
            .map(line -> line.who() + " " + line.detail());
    return Stream.of(tooMany, otherBody, heard, unheard(evidence), wrongDeliveries(evidence))
        .flatMap(found -> found);
  }

  private static long rows(Evidence evidence, String who) {
    return evidence.orderRows().getOrDefault(evidence.shoppers().get(who), 0L);
  }

  private static long keys(Evidence evidence, String who) {
    return evidence.journal().stream()
        .filter(line -> line.who().equals(who) && line.what().startsWith("place"))
        .filter(line -> line.said() == Said.OK)
        .map(Line::key)
        .distinct()
        .count();
  }

  private static Stream<String> unheard(Evidence evidence) {
    Map<UUID, Long> told =
        evidence.facts().notifications().stream()
            .collect(groupingBy(news -> news.userId(), counting()));
    return evidence.heardUpTo().entrySet().stream()
        .filter(heard -> !heard.getValue().equals(told.getOrDefault(heard.getKey(), 0L)))
        .map(
            heard ->
                "%s has heard %d of %d"
                    .formatted(heard.getKey(), heard.getValue(), told.get(heard.getKey())));
  }

  private static Stream<String> wrongDeliveries(Evidence evidence) {
    Map<String, Set<String>> said =
        evidence.journal().stream()
            .filter(line -> line.what().equals("deliver") && line.said() == Said.OK)
            .collect(groupingBy(Line::order, mapping(Line::key, toSet())));
    Map<String, Long> acknowledged = new TreeMap<>();
    said.forEach((sku, keys) -> acknowledged.put(sku, (long) keys.size()));
    return acknowledged.equals(evidence.deliveries())
        ? Stream.empty()
        : Stream.of("deliveries " + evidence.deliveries() + ", acknowledged " + acknowledged);
  }

  private static Stream<String> oversold(Evidence evidence) {
    return evidence.impossibleMovements() == 0
        ? Stream.empty()
        : Stream.of(evidence.impossibleMovements() + " movements left less than nothing");
  }

  /**
   * Everything that is parked is poison, and all poison is parked, unless the broker lost it before
   * it was read.
   */
  private static Stream<String> wronglyParked(Evidence evidence) {
    Stream<String> wrong =
        evidence.parked().entrySet().stream()
            .filter(parked -> !evidence.records().poison.containsKey(parked.getKey()))
            .map(parked -> "parked: " + parked.getValue());
    Stream<String> missing =
        evidence.records().poison.entrySet().stream()
            .filter(sent -> !evidence.records().perhapsLost.contains(sent.getKey()))
            .filter(sent -> !evidence.parked().containsKey(sent.getKey()))
            .map(sent -> "poison that is not parked: " + sent.getValue());
    return Stream.concat(wrong, missing);
  }

  private static Stream<String> silent(Evidence evidence) {
    Stream<String> unlisted =
        evidence.parked().keySet().stream()
            .filter(id -> !evidence.listed().contains(id))
            .map(id -> "parked and not listed: " + id);
    Stream<String> uncounted =
        evidence.counted() == evidence.parkedRows()
            ? Stream.empty()
            : Stream.of("the metric says " + evidence.counted() + " of " + evidence.parkedRows());
    return Stream.of(unlisted, uncounted, notGivenBack(evidence)).flatMap(found -> found);
  }

  /**
   * A pool that loses a connection with each failure ends, some failures later, in a standstill.
   */
  private static Stream<String> notGivenBack(Evidence evidence) {
    return evidence.connectionsInUse().entrySet().stream()
        .filter(inUse -> inUse.getValue() != 0)
        .map(inUse -> inUse.getKey() + " has not got back " + inUse.getValue() + " connections");
  }

  private static Stream<String> seenByOthers(Evidence evidence) {
    return evidence.journal().stream()
        .filter(line -> line.what().equals("peek") && line.said() != Said.UNKNOWN)
        .filter(line -> line.said() == Said.OK || !line.detail().startsWith("404"))
        .map(Line::toString);
  }

  private static Stream<String> notRebuilt(Evidence evidence) {
    Stream<String> unpublished =
        evidence.unpublished().stream().map(id -> "on no topic: message " + id);
    return evidence.shown().equals(evidence.available())
        ? unpublished
        : Stream.concat(
            unpublished,
            Stream.of("shown " + evidence.shown() + ", there are " + evidence.available()));
  }
}
