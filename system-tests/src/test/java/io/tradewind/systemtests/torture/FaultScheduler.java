package io.tradewind.systemtests.torture;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.LocalPart;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.StartFailure;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.Redis;
import io.tradewind.systemtests.torture.HttpCalls.Reply;
import io.tradewind.systemtests.torture.Journal.Said;
import io.tradewind.systemtests.torture.RunContext.Person;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Deals the faults of one run, in an order that the seed shuffles. */
final class FaultScheduler {

  /** Of the services that also send. */
  private static final Map<Service, Handlers> HANDLERS =
      Map.of(
          Service.ORDERS,
          new Handlers(
              "orders",
              "update%",
              "select count(*) from saga_command where answered_at is not null"),
          Service.PAYMENTS,
          new Handlers("payment_operation", "insert%", "select count(*) from payment_operation"),
          Service.INVENTORY,
          new Handlers(
              "reservation",
              "%",
              "select count(*) + count(*) filter (where status <> 'HELD') from reservation"));

  /** A request that has a key is at its commit, and has written what it will be answered. */
  private static final String AT_THE_COMMIT =
      """
      select count(*) from pg_stat_activity a join pg_locks l on l.pid = a.pid
       where a.state = 'active' and upper(a.query) = 'COMMIT'
         and l.relation = 'idempotency_key'::regclass and l.mode = 'RowExclusiveLock'""";

  private static final int AGAIN = 300;
  private static final Duration A_MOMENT = Duration.ofSeconds(5);
  private static final Duration A_COMMIT = Duration.ofMillis(300);
  private static final Duration DIES_WITHIN = Duration.ofSeconds(40);

  /** Some thousand messages a second, of all that an hour of torture has kept. */
  private static final Duration REFILLED_WITHIN = Duration.ofMinutes(7);

  /** As much as PostgreSQL lets one ask for. */
  private static final int SLOW_COMMIT_MICROS = 100_000;

  /**
   * How the handlers of a service write.
   *
   * @param statement what they use there and requests do not
   * @param handled counts what they did
   */
  private record Handlers(String table, String statement, String handled) {

    String lock() {
      return "lock table " + table + " in share mode";
    }

    String waiting() {
      return "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid"
          + " where not l.granted and a.query ilike '"
          + statement
          + "'";
    }
  }

  final InjectedRecords records;
  final Map<Fault, Integer> fired = Collections.synchronizedMap(new EnumMap<>(Fault.class));
  private final RunContext market;
  private final Person operator;
  final Stack stack;
  private final TcpProxies lines;
  private final Journal journal;
  final ActorRandom dice;
  private final List<Fault> deck;
  private final List<Service> victims;
  private final Map<Service, CompletableFuture<Void>> comingBack = new EnumMap<>(Service.class);

  /**
   * @param victims the services that faults of a single one may strike
   */
  FaultScheduler(
      RunContext market,
      Person operator,
      TcpProxies lines,
      InjectedRecords records,
      Journal journal,
      long seed,
      List<Fault> kinds,
      List<Service> victims) {
    this.market = market;
    this.operator = operator;
    this.stack = market.stack;
    this.lines = lines;
    this.journal = journal;
    this.dice = new ActorRandom(seed, "faults");
    this.deck = kinds;
    this.victims = victims;
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
    delayCommits(0);
    Stream.of(Service.values()).forEach(this::awaitRefilled);
  }

  /**
   * A lost broker is whole again when the operator sees the refill's end: how long that takes is a
   * matter of how much the outbox keeps, which grows from run to run.
   */
  private void awaitRefilled(Service service) {
    try (Connection database = stack.postgres().superuser(service.id());
        Statement statement = database.createStatement()) {
      DatabaseFaults.awaitNothingIsSentAgain(statement, REFILLED_WITHIN);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  String emptyRedis() {
    Redis.empty(stack.redis());
    return "emptied";
  }

  String cutConnections() {
    return onALine(TcpProxies.Line::cut);
  }

  String silenceConnections() {
    return onALine(TcpProxies.Line::silence);
  }

  /** All connections to one part, or every other one, so that some hear what others do not. */
  private String onALine(BiConsumer<TcpProxies.Line, TcpProxies.Reach> fault) {
    Map<String, Integer> parts = parts();
    String part = dice.of(List.copyOf(parts.keySet()));
    TcpProxies.Line line = lines.to(parts.get(part));
    TcpProxies.Reach reach = dice.of(List.of(TcpProxies.Reach.values()));
    fault.accept(line, reach);
    dice.passes(1000, 4000);
    line.heal();
    return part + ", " + reach;
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

  String sendHostile() throws ExecutionException, InterruptedException {
    return records.hostile(dice) + " records";
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
    RunContext.until(() -> new HttpCalls().send("PUT", knobs, null, null, body));
  }

  String killProvider() {
    stack.provider().kill();
    dice.passes(500, 3000);
    stack.provider().start();
    return "killed";
  }

  String pauseService() {
    return pause(2000, 6000);
  }

  /** Longer than its session with the broker: whoever wakes up is no member any more. */
  String pauseUntilMissed() {
    return pause(12_000, 16_000);
  }

  private String pause(int atLeastMillis, int atMostMillis) {
    Service service = aServiceThatRuns();
    stack.server(service).suspend();
    dice.passes(atLeastMillis, atMostMillis);
    stack.server(service).resume();
    return service.id();
  }

  /**
   * Those of one service: they wait for their table, and what comes for them meanwhile piles up.
   */
  String slowHandlers() throws SQLException {
    Service service = aSenderThatRuns();
    try (Connection database = handlersWait(service)) {
      dice.passes(2000, 5000);
      database.rollback();
    }
    return service.id();
  }

  Connection handlersWait(Service service) throws SQLException {
    Connection database = stack.postgres().superuser(service.id());
    try (Statement lock = database.createStatement()) {
      database.setAutoCommit(false);
      lock.execute(HANDLERS.get(service).lock());
      return database;
    } catch (SQLException failed) {
      database.close();
      throw failed;
    }
  }

  /** What is not committed yet shows for a moment longer. */
  String slowCommits() {
    delayCommits(SLOW_COMMIT_MICROS);
    dice.passes(2000, 4000);
    delayCommits(0);
    return "slow";
  }

  private void delayCommits(int micros) {
    try (Connection database = stack.postgres().superuser("postgres");
        Statement settings = database.createStatement()) {
      settings.execute("alter system set commit_siblings = 0");
      settings.execute("alter system set commit_delay = " + micros);
      settings.execute("select pg_reload_conf()");
    } catch (SQLException away) {
      throw new IllegalStateException("nothing else breaks the database now", away);
    }
  }

  String crashDatabase() {
    stack.postgres().kill();
    dice.passes(200, 2000);
    startAgain(() -> stack.postgres().start());
    return "killed";
  }

  String fillDatabasesDisk() throws IOException, InterruptedException {
    fillDiskOf(stack.postgres());
    return "died of it";
  }

  String fillBrokersDisk() throws IOException, InterruptedException {
    fillDiskOf(stack.kafka());
    return "died of it";
  }

  /**
   * No file of it takes another byte, which is a full disk and worse: what is there cannot be
   * written over either. Who frees the disk starts it again.
   */
  private void fillDiskOf(LocalPart part) throws IOException, InterruptedException {
    ProcessHandle process = ProcessHandle.of(part.pid()).orElseThrow();
    List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process)).toList();
    for (ProcessHandle one : all) {
      new ProcessBuilder("prlimit", "--pid", Long.toString(one.pid()), "--fsize=1:")
          .redirectErrorStream(true)
          .start()
          .waitFor();
    }
    boolean ended = Eventually.ask(DIES_WITHIN, () -> !process.isAlive(), dead -> dead);
    part.kill();
    startAgain(part::start);
    if (!ended) {
      throw new IllegalStateException(part + " did not notice");
    }
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

  /** An operator fills the broker again from what the services have kept, as the runbook says. */
  String loseBroker() {
    records.perhapsLost.addAll(records.poison.keySet());
    stack.kafka().loseEverything();
    int sent = 0;
    for (Service service : Service.values()) {
      awaitBack(service);
      sent += sentAgain(service, null);
    }
    return sent + " sent again";
  }

  /**
   * @param topic that is sent again, or null for all
   */
  int sentAgain(Service service, String topic) {
    Map<String, Object> everything = new HashMap<>();
    everything.put("since", Instant.EPOCH.toString());
    everything.put("reason", "the broker has lost it");
    if (topic != null) {
      everything.put("topic", topic);
    }
    Reply reply =
        RunContext.until(
            () ->
                market.web.post(
                    market.url(service, "/operations/outbox/republish"),
                    operator.token(),
                    null,
                    everything));
    if (reply.said() != Said.OK) {
      throw new IllegalStateException(service.id() + " sends nothing again: " + reply.detail());
    }
    return reply.body().path("messages").asInt();
  }

  String killService() {
    Service service = aServiceThatRuns();
    killAndBringBack(service);
    return service.id();
  }

  /** Nobody can write orders, so that what was decided cannot be committed before the end. */
  String killBeforeCommit() throws SQLException {
    awaitBack(Service.ORDERS);
    try (Connection database = handlersWait(Service.ORDERS)) {
      dice.passes(1000, 2000);
      killAndBringBack(Service.ORDERS);
      database.rollback();
    }
    return "orders";
  }

  /**
   * Nobody reaches the broker, so that what is committed cannot leave before the end. A suspended
   * broker would not do: what is in its sockets would still arrive.
   */
  String killBeforePublish() {
    Service service = aSenderThatRuns();
    TcpProxies.Line line = lines.to(stack.kafka().port());
    line.cut(TcpProxies.Reach.ALL);
    try {
      long before = lastPosition(service);
      long last =
          Eventually.ask(A_MOMENT, () -> lastPosition(service), position -> position > before);
      dice.passes(300, 800);
      killAndBringBack(service);
      return happened(service, last - before, "committed and not sent");
    } finally {
      line.heal();
    }
  }

  /** The rows are locked, so that what was published cannot be marked before the end. */
  String killBeforeMark() throws SQLException {
    Service service = aSenderThatRuns();
    stack.kafka().suspend();
    long unsent = Eventually.ask(A_MOMENT, () -> unsent(service), n -> n > 0);
    try (Connection database = stack.postgres().superuser(service.id());
        Statement lock = database.createStatement()) {
      database.setAutoCommit(false);
      lock.executeQuery("select 1 from outbox where sent_at is null for update").close();
      stack.kafka().resume();
      dice.passes(800, 1500);
      killAndBringBack(service);
      database.rollback();
    }
    return happened(service, unsent, "sent and not marked");
  }

  /** A batch is in hand when the broker goes out of reach, so that it is handled and not said. */
  String killBeforeOffset() throws SQLException {
    Service service = aSenderThatRuns();
    Handlers handlers = HANDLERS.get(service);
    TcpProxies.Line line = lines.to(stack.kafka().port());
    try (Connection database = handlersWait(service)) {
      Eventually.ask(A_MOMENT, () -> count(service, handlers.waiting()), batches -> batches > 0);
      line.cut(TcpProxies.Reach.ALL);
      long before = count(service, handlers.handled());
      database.rollback();
      long after =
          Eventually.ask(A_MOMENT, () -> count(service, handlers.handled()), n -> n > before);
      killAndBringBack(service);
      return happened(service, after - before, "handled and not said");
    } finally {
      line.heal();
    }
  }

  /** Commits are held up, so that a service can be stopped in one: nobody hears what it did. */
  String killBeforeAnswer() {
    awaitBack(Service.ORDERS);
    delayCommits(SLOW_COMMIT_MICROS);
    try {
      long end = System.nanoTime() + A_MOMENT.toNanos();
      while (System.nanoTime() < end) {
        if (count(Service.ORDERS, AT_THE_COMMIT) > 0) {
          long answers = answersOfTheStopped();
          if (answers > 0) {
            killAndBringBack(Service.ORDERS);
            return happened(Service.ORDERS, answers, "decided and not answered");
          }
          stack.server(Service.ORDERS).resume();
        }
      }
    } finally {
      delayCommits(0);
    }
    return happened(Service.ORDERS, 0, "decided and not answered");
  }

  private long answersOfTheStopped() {
    String keys = "select count(*) from idempotency_key";
    stack.server(Service.ORDERS).suspend();
    long before = count(Service.ORDERS, keys);
    LockSupport.parkNanos(A_COMMIT.toNanos());
    return count(Service.ORDERS, keys) - before;
  }

  String rollingRestart() {
    for (Service service : Service.values()) {
      awaitBack(service);
      stack.server(service).close();
      startAgain(() -> stack.server(service).start());
    }
    return "all services";
  }

  private static String happened(Service service, long messages, String what) {
    if (messages == 0) {
      throw new IllegalStateException(service.id() + " had nothing " + what);
    }
    return service.id() + " with " + messages + " " + what;
  }

  private long unsent(Service service) {
    return count(service, "select count(*) from outbox where sent_at is null");
  }

  private long lastPosition(Service service) {
    return count(service, "select coalesce(max(position), 0) from outbox");
  }

  private long count(Service service, String query) {
    try (Connection database = stack.postgres().superuser(service.id());
        Statement look = database.createStatement();
        ResultSet row = look.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException away) {
      return 0;
    }
  }

  Service aServiceThatRuns() {
    Service service = dice.of(victims);
    awaitBack(service);
    return service;
  }

  Service aSenderThatRuns() {
    return oneThatRuns(HANDLERS.keySet());
  }

  Service oneThatRuns(Collection<Service> of) {
    Service service = dice.of(victims.stream().filter(of::contains).toList());
    awaitBack(service);
    return service;
  }

  void awaitBack(Service service) {
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
  static void startAgain(Runnable start) {
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
