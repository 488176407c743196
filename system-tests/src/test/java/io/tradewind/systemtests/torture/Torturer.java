package io.tradewind.systemtests.torture;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.StartFailure;
import io.tradewind.systemtests.Eventually;
import io.tradewind.systemtests.Redis;
import io.tradewind.systemtests.torture.Journal.Said;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** Deals the faults of one run, in an order that the seed shuffles. */
final class Torturer {

  private static final List<Service> SENDERS =
      List.of(Service.ORDERS, Service.PAYMENTS, Service.INVENTORY);
  private static final int AGAIN = 300;

  final Records records;
  final Map<Fault, Integer> fired = Collections.synchronizedMap(new EnumMap<>(Fault.class));
  private final Stack stack;
  private final Lines lines;
  private final Journal journal;
  private final Dice dice;
  private final List<Fault> deck;
  private final Map<Service, CompletableFuture<Void>> comingBack = new EnumMap<>(Service.class);

  Torturer(
      Stack stack, Lines lines, Records records, Journal journal, long seed, List<Fault> kinds) {
    this.stack = stack;
    this.lines = lines;
    this.journal = journal;
    this.dice = new Dice(seed, "faults");
    this.deck = kinds;
    this.records = records;
  }

  int kinds() {
    return deck.size();
  }

  int kindsFired() {
    return fired.size();
  }

  void torments(BooleanSupplier goesOn) {
    List<Fault> hand = new ArrayList<>();
    while (goesOn.getAsBoolean()) {
      if (hand.isEmpty()) {
        hand.addAll(deck);
      }
      strike(hand.remove(dice.upTo(hand.size() - 1)));
      dice.passes(300, 1500);
    }
  }

  private void strike(Fault fault) {
    try {
      String did = fault.strike(this);
      fired.merge(fault, 1, Integer::sum);
      journal.write("faults", fault.name(), null, null, Said.OK, did);
    } catch (Exception failed) {
      journal.write("faults", fault.name(), null, null, Said.UNKNOWN, failed.toString());
    }
  }

  /** Nothing is broken any more when this returns. */
  void heal() {
    comingBack.values().forEach(CompletableFuture::join);
    parts().forEach((name, port) -> lines.to(port).heal());
    turnKnobs(0, 0, 0);
  }

  String emptyRedis() {
    Redis.empty(stack.redis());
    return "emptied";
  }

  String cutConnections() {
    return onALine(Lines.Line::cut);
  }

  String silenceConnections() {
    return onALine(Lines.Line::silence);
  }

  private String onALine(java.util.function.Consumer<Lines.Line> fault) {
    Map<String, Integer> parts = parts();
    String part = dice.of(List.copyOf(parts.keySet()));
    Lines.Line line = lines.to(parts.get(part));
    fault.accept(line);
    dice.passes(1000, 4000);
    line.heal();
    return part;
  }

  private Map<String, Integer> parts() {
    return new java.util.TreeMap<>(
        Map.of(
            "postgres", stack.postgres().port(),
            "kafka", stack.kafka().port(),
            "redis", stack.redis().port(),
            "provider", stack.provider().url().getPort()));
  }

  String repeatRecords() throws ExecutionException, InterruptedException {
    return records.repeat(dice, AGAIN) + " records";
  }

  String poison() throws ExecutionException, InterruptedException {
    return records.poison() + " records";
  }

  String delayProvider() {
    turnKnobs(1500 + dice.upTo(5000), 0, 0);
    dice.passes(2000, 5000);
    turnKnobs(0, 0, 0);
    return "late";
  }

  String dropAnswers() {
    turnKnobs(0, dice.percent(30) ? 503 : 0, 20);
    dice.passes(1000, 3000);
    turnKnobs(0, 0, 0);
    return "dropped";
  }

  private void turnKnobs(long delayMillis, int failWith, int dropAnswers) {
    URI knobs = stack.provider().url().resolve("/knobs");
    Map<String, Object> body =
        Map.of("delayMillis", delayMillis, "failWith", failWith, "dropAnswers", dropAnswers);
    Market.until(() -> new Web().send("PUT", knobs, null, null, body));
  }

  String killProvider() {
    stack.provider().kill();
    dice.passes(500, 3000);
    stack.provider().start();
    return "killed";
  }

  String pauseService() {
    Service service = aServiceThatRuns();
    stack.server(service).suspend();
    dice.passes(2000, 6000);
    stack.server(service).resume();
    return service.id();
  }

  String crashDatabase() {
    stack.postgres().kill();
    dice.passes(200, 2000);
    startAgain(() -> stack.postgres().start());
    return "killed";
  }

  String restartBroker() {
    if (dice.percent(50)) {
      stack.kafka().kill();
    } else {
      stack.kafka().close();
    }
    dice.passes(200, 2000);
    startAgain(() -> stack.kafka().start());
    return "restarted";
  }

  /**
   * The broker is filled again from all that the services have kept: what it had acknowledged may
   * not be marked yet.
   */
  String loseBroker() throws SQLException {
    records.perhapsLost.addAll(records.poison.keySet());
    stack.kafka().loseEverything();
    int sent = 0;
    for (Service service : Service.values()) {
      try (Connection database = stack.postgres().superuser(service.id());
          Statement republish = database.createStatement()) {
        sent +=
            republish.executeUpdate(
                "update outbox set sent_at = null, held_at = null, failure = null");
      }
    }
    return sent + " sent again";
  }

  String killService() {
    Service service = aServiceThatRuns();
    killAndBringBack(service);
    return service.id();
  }

  /** Nobody can write orders, so that what was decided cannot be committed before the end. */
  String killBeforeCommit() throws SQLException {
    awaitBack(Service.ORDERS);
    try (Connection database = stack.postgres().superuser(Service.ORDERS.id());
        Statement lock = database.createStatement()) {
      database.setAutoCommit(false);
      lock.execute("lock table orders in share mode");
      dice.passes(1000, 2000);
      killAndBringBack(Service.ORDERS);
      database.rollback();
    }
    return "orders";
  }

  /** The broker stands still, so that what is committed cannot leave before the end. */
  String killBeforePublish() {
    Service service = aSenderThatRuns();
    stack.kafka().suspend();
    long unsent = Eventually.ask(Duration.ofSeconds(5), () -> unsent(service), n -> n > 0);
    killAndBringBack(service);
    stack.kafka().resume();
    return service.id() + " with " + unsent + " unsent";
  }

  /** The rows are locked, so that what was published cannot be marked before the end. */
  String killBeforeMark() throws SQLException {
    Service service = aSenderThatRuns();
    stack.kafka().suspend();
    long unsent = Eventually.ask(Duration.ofSeconds(5), () -> unsent(service), n -> n > 0);
    try (Connection database = stack.postgres().superuser(service.id());
        Statement lock = database.createStatement()) {
      database.setAutoCommit(false);
      lock.executeQuery("select 1 from outbox where sent_at is null for update").close();
      stack.kafka().resume();
      dice.passes(800, 1500);
      killAndBringBack(service);
      database.rollback();
    }
    return service.id() + " with " + unsent + " unmarked";
  }

  String rollingRestart() {
    for (Service service : Service.values()) {
      awaitBack(service);
      stack.server(service).close();
      startAgain(() -> stack.server(service).start());
    }
    return "all services";
  }

  private long unsent(Service service) {
    try (Connection database = stack.postgres().superuser(service.id());
        Statement count = database.createStatement();
        ResultSet row = count.executeQuery("select count(*) from outbox where sent_at is null")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException away) {
      return 0;
    }
  }

  private Service aServiceThatRuns() {
    Service service = dice.of(Arrays.asList(Service.values()));
    awaitBack(service);
    return service;
  }

  private Service aSenderThatRuns() {
    Service service = dice.of(SENDERS);
    awaitBack(service);
    return service;
  }

  private void awaitBack(Service service) {
    comingBack.getOrDefault(service, CompletableFuture.completedFuture(null)).join();
  }

  private void killAndBringBack(Service service) {
    LibertyServer server = stack.server(service);
    server.kill();
    comingBack.put(
        service,
        CompletableFuture.runAsync(
            () -> startAgain(server::start), work -> new Thread(work, "comeback").start()));
  }

  /** Something else may break while it starts; then it is started once more. */
  private static void startAgain(Runnable start) {
    for (int attempt = 1; ; attempt++) {
      try {
        start.run();
        return;
      } catch (StartFailure failed) {
        if (attempt == 4) {
          throw failed;
        }
      }
    }
  }
}
