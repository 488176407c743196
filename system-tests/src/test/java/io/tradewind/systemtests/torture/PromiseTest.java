package io.tradewind.systemtests.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.books.Books;
import io.tradewind.systemtests.books.Check;
import io.tradewind.systemtests.books.Facts;
import io.tradewind.systemtests.books.Facts.Notification;
import io.tradewind.systemtests.books.Facts.Order;
import io.tradewind.systemtests.torture.Journal.Line;
import io.tradewind.systemtests.torture.Journal.Said;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plants a violation for each check that only a run makes; the books have a test of their own. */
class PromiseTest {

  private static final String BUYER = "shopper 1";
  private static final UUID BUYERS_ID = new UUID(0, 1);
  private static final UUID ORDER = new UUID(1, 1);
  private static final String POISON = new UUID(2, 1).toString();

  private final List<Line> journal = new ArrayList<>();
  private final Map<UUID, Long> heardUpTo = new HashMap<>(Map.of(BUYERS_ID, 1L));
  private final Map<UUID, Long> orderRows = new HashMap<>(Map.of(BUYERS_ID, 1L));
  private final Map<String, String> parked = new HashMap<>(Map.of(POISON, "bad JSON"));
  private final Set<String> listed = new HashSet<>(Set.of(POISON));
  private final Set<String> unpublished = new HashSet<>();
  private final Map<String, Long> shown = new TreeMap<>(Map.of("TEA", 5L));
  private final Map<String, Long> deliveries = new TreeMap<>(Map.of("TEA", 1L));
  private final InjectedRecords records = new InjectedRecords("nowhere:1");
  private final Map<Check, List<String>> violations = new HashMap<>();
  private final Map<Service, Integer> connectionsInUse =
      new EnumMap<>(Map.of(Service.NOTIFICATIONS, 0));
  private int parkedElsewhereToo;
  private double counted = 1;
  private long impossibleMovements;

  PromiseTest() {
    records.poison.put(POISON, "bad JSON");
    told("place", "k1", ORDER.toString(), Said.OK, null);
    told("other-body", "k1", ORDER.toString(), Said.REFUSED, "422 idempotency-key-reused");
    told("deliver", "d1", "TEA", Said.OK, null);
    told("peek", null, ORDER.toString(), Said.REFUSED, "404 not-found");
    told("shipment", null, ORDER.toString(), Said.OK, "SHIPPED");
    told("cancel", null, ORDER.toString(), Said.UNKNOWN, "0 ");
  }

  private void told(String what, String key, String order, Said said, String detail) {
    journal.add(new Line(journal.size(), BUYER, what, key, order, said, detail));
  }

  private Map<Promise, List<String>> broken() {
    Order order = new Order(ORDER, BUYERS_ID, "SHIPPED", 500, Map.of("TEA", 1L), 4, 0);
    Notification news = new Notification(BUYERS_ID, 1, "OrderShipped", ORDER);
    return Promise.broken(
        new Evidence(
            journal,
            Map.of(BUYER, BUYERS_ID),
            new Facts(
                List.of(),
                List.of(order),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(news),
                Set.of(),
                0),
            new Books(violations),
            heardUpTo,
            orderRows,
            parked,
            parked.size() + parkedElsewhereToo,
            listed,
            counted,
            connectionsInUse,
            unpublished,
            shown,
            Map.of("TEA", 5L),
            impossibleMovements,
            deliveries,
            records));
  }

  @Test
  void aRunInWhichAllWentWellBreaksNothing() {
    assertThat(broken()).isEmpty();
  }

  @Test
  void aMessageThatTwoServicesParkedCountsTwice() {
    parkedElsewhereToo = 1;
    counted = 2;

    assertThat(broken()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> anOrderThatWasNeverAnsweredOrForgotWhatItWasGrantedIsLost() {
    return each(
        Promise.AN_ACKNOWLEDGED_ORDER_IS_NEVER_LOST_AND_SETTLES,
        run -> run.told("place-finally", "k2", null, Said.UNKNOWN, "503 unavailable"),
        run -> run.told("place-finally", "k2", null, Said.REFUSED, "422 unknown-sku"),
        run -> run.told("cancel", null, ORDER.toString(), Said.OK, "CANCELLING"),
        run -> run.told("return", null, ORDER.toString(), Said.OK, "RETURNING"),
        run -> run.told("shipment", null, new UUID(1, 2).toString(), Said.OK, "SHIPPED"));
  }

  @TestFactory
  Stream<DynamicTest> aNotificationStoredOrHeardTwiceOrNeverIsFound() {
    return each(
        Promise.NOTHING_IS_DONE_TWICE,
        run -> run.orderRows.put(BUYERS_ID, 2L),
        run -> run.told("place-again", "k2", ORDER.toString(), Said.OK, null),
        run -> run.told("other-body", "k1", ORDER.toString(), Said.OK, null),
        run -> run.told("hear", null, null, Said.REFUSED, "expected 2 and 1 came"),
        run -> run.heardUpTo.put(BUYERS_ID, 0L),
        run -> run.heardUpTo.put(BUYERS_ID, 2L),
        run -> run.deliveries.put("TEA", 2L),
        run -> run.deliveries.clear());
  }

  @TestFactory
  Stream<DynamicTest> aShelfThatWasOnceBelowNothingIsFound() {
    return each(Promise.STOCK_IS_NEVER_OVERSOLD, run -> run.impossibleMovements = 1);
  }

  @TestFactory
  Stream<DynamicTest> parkedMessagesAreExactlyThePoisonOnes() {
    return each(
        Promise.ONE_BAD_MESSAGE_STOPS_NOBODY_ELSE,
        run -> {
          String good = UUID.randomUUID().toString();
          run.parked.put(good, "IllegalStateException");
          run.listed.add(good);
          run.counted = 2;
        },
        run -> {
          run.parked.clear();
          run.counted = 0;
        });
  }

  @TestFactory
  Stream<DynamicTest> whatWaitsIsListedAndCountedAndConnectionsAreGivenBack() {
    return each(
        Promise.NOTHING_WAITS_IN_SILENCE,
        run -> run.listed.clear(),
        run -> run.counted = 0,
        run -> run.counted = 2,
        run -> run.connectionsInUse.put(Service.NOTIFICATIONS, 1));
  }

  @TestFactory
  Stream<DynamicTest> anotherUsersOrderIsNotThere() {
    return each(
        Promise.A_USER_SEES_ONLY_WHAT_IS_THEIRS,
        run -> run.told("peek", null, ORDER.toString(), Said.OK, null),
        run -> run.told("peek", null, ORDER.toString(), Said.REFUSED, "403 forbidden"));
  }

  @TestFactory
  Stream<DynamicTest> lostEntriesAreMadeAgain() {
    return each(
        Promise.REDIS_AND_THE_BROKERS_DISK_MAY_BE_LOST,
        run -> run.unpublished.add(UUID.randomUUID().toString()),
        run -> run.shown.put("TEA", 6L),
        run -> run.shown.clear());
  }

  @TestFactory
  Stream<DynamicTest> aViolationOfTheBooksBreaksThePromiseThatHasTheCheck() {
    return Arrays.stream(Promise.values())
        .flatMap(
            promise ->
                promise.checks().stream()
                    .map(
                        check ->
                            red(
                                promise,
                                check.name(),
                                run -> run.violations.put(check, List.of("found")))));
  }

  @Test
  void poisonThatABrokerLostNeedNotBeParked() {
    parked.clear();
    listed.clear();
    counted = 0;
    records.perhapsLost.add(POISON);

    assertThat(broken()).isEmpty();
  }

  @Test
  void aRequestWithoutAnAnswerIsUnknownAndNotRefused() throws Exception {
    URI nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://localhost:" + closed.getLocalPort() + "/");
    }

    assertThat(new HttpCalls().get(nobody, null).said()).isEqualTo(Said.UNKNOWN);
    for (int status : List.of(0, 401, 408, 425, 429, 500, 502, 503, 504)) {
      assertThat(new HttpCalls.Reply(status, MissingNode.getInstance()).said())
          .as("status %d", status)
          .isEqualTo(Said.UNKNOWN);
    }
    for (int status : List.of(400, 403, 404, 409, 422)) {
      assertThat(new HttpCalls.Reply(status, MissingNode.getInstance()).said())
          .as("status %d", status)
          .isEqualTo(Said.REFUSED);
    }
  }

  @SafeVarargs
  private static Stream<DynamicTest> each(Promise promise, Consumer<PromiseTest>... plants) {
    return Stream.iterate(0, n -> n + 1)
        .limit(plants.length)
        .map(n -> red(promise, "violation " + (n + 1), plants[n]));
  }

  private static DynamicTest red(Promise promise, String name, Consumer<PromiseTest> plant) {
    return dynamicTest(
        name,
        () -> {
          PromiseTest run = new PromiseTest();
          plant.accept(run);

          assertThat(run.broken()).containsOnlyKeys(promise);
        });
  }
}
