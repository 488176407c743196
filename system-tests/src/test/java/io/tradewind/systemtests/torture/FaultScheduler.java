package io.tradewind.systemtests.torture;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.LocalPart;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.StartFailure;
import io.tradewind.systemtests.books.FactsReader;
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

/** Causes the faults of one run, in an order that the seed determines. */
final class FaultScheduler {

  /** The handlers of the services that also send. */
  private static final Map<Service, Handlers> HANDLERS =
      Map.of(
          Service.ORDERS,
          new Handlers(
              "orders", "with%", "select count(*) from saga_command where answered_at is not null"),
          Service.PAYMENTS,
          new Handlers("payment_operation", "with%", "select count(*) from payment_operation"),
          Service.INVENTORY,
          new Handlers(
              "reservation",
              "%",
              "select count(*) + count(*) filter (where status <> 'HELD') from reservation"));

  /** Counts requests with a key that are at their commit and have written their stored answer. */
  private static final String AT_THE_COMMIT =
      """
      select count(*) from pg_stat_activity a join pg_locks l on l.pid = a.pid
       where a.state = 'active' and upper(a.query) = 'COMMIT'
         and l.relation = 'idempotency_key'::regclass and l.mode = 'RowExclusiveLock'""";

  private static final int AGAIN = 300;
  private static final Duration A_MOMENT = Duration.ofSeconds(5);
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration COMES_ABOUT_WITHIN = Duration.ofSeconds(40);
  private static final Duration A_COMMIT = Duration.ofMillis(300);
  private static final Duration DIES_WITHIN = Duration.ofSeconds(40);

  /** Some thousand messages a second, for all that the outbox keeps of an hour of torture. */
  private static final Duration REFILLED_WITHIN = Duration.ofMinutes(7);

  /** The largest value that PostgreSQL allows. */
  private static final int SLOW_COMMIT_MICROS = 100_000;

  /**
   * How the handlers of a service write.
   *
   * @param statement how the statement begins with which they write the table
   * @param handled counts what the handlers did
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
  private final RunContext context;
  private final Person operator;
  final Stack stack;
  private final FactsReader facts;
  private final TcpProxies lines;
  private final Journal journal;
  final ActorRandom random;
  private final List<Fault> deck;
  private final List<Service> victims;
  private final Map<Service, CompletableFuture<Void>> comingBack = new EnumMap<>(Service.class);

  /**
   * @param victims the services that a fault of a single service may strike
   */
  FaultScheduler(
      RunContext context,
      Person operator,
      TcpProxies lines,
      InjectedRecords records,
      Journal journal,
      long seed,
      List<Fault> kinds,
      List<Service> victims) {
    this.context = context;
    this.operator = operator;
    this.stack = context.stack;
    this.facts = new FactsReader(stack);
    this.lines = lines;
    this.journal = journal;
    this.random = new ActorRandom(seed, "faults");
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
      strike(hand.remove(random.upTo(hand.size() - 1)));
      random.passes(300, 1500);
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

  /** When this returns, all faults have ended. */
  void heal() {
    comingBack.values().forEach(CompletableFuture::join);
    parts().forEach((name, port) -> lines.to(port).heal());
    turnKnobs(0, 0, 0);
    delayCommits(0);
    Stream.of(Service.values()).forEach(this::awaitRefilled);
  }

  /**
   * Waits until the operator sees the end of the refill, when a lost broker is complete again. The
   * time depends on how much the outbox keeps, which grows from run to run.
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

  /** All connections to one part, or every other one, so that only some receive messages. */
  private String onALine(BiConsumer<TcpProxies.Line, TcpProxies.Reach> fault) {
    Map<String, Integer> parts = parts();
    String part = random.of(List.copyOf(parts.keySet()));
    TcpProxies.Line line = lines.to(parts.get(part));
    TcpProxies.Reach reach = random.of(List.of(TcpProxies.Reach.values()));
    fault.accept(line, reach);
    random.passes(1000, 4000);
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
    return records.repeat(random, AGAIN) + " records";
  }

  String poison() throws ExecutionException, InterruptedException {
    return records.poison() + " records";
  }

  String sendHostile() throws ExecutionException, InterruptedException {
    return records.hostile(random) + " records";
  }

  String delayProvider() {
    turnKnobs(1500 + random.upTo(5000), 0, 0);
    random.passes(2000, 5000);
    turnKnobs(0, 0, 0);
    return "late";
  }

  String dropAnswers() {
    turnKnobs(0, random.percent(30) ? 503 : 0, 20);
    random.passes(1000, 3000);
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
    random.passes(500, 3000);
    stack.provider().start();
    return "killed";
  }

  String pauseService() {
    return pause(2000, 6000);
  }

  /** Longer than the session with the broker: the service is no longer a member when it resumes. */
  String pauseUntilMissed() {
    return pause(12_000, 16_000);
  }

  private String pause(int atLeastMillis, int atMostMillis) {
    Service service = aServiceThatRuns();
    stack.server(service).suspend();
    random.passes(atLeastMillis, atMostMillis);
    stack.server(service).resume();
    return service.id();
  }

  /** Makes the handlers of one service wait for their table, while their messages pile up. */
  String slowHandlers() throws SQLException {
    Service service = aSenderThatRuns();
    try (Connection database = handlersWait(service)) {
      random.passes(2000, 5000);
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

  /** Makes every commit take longer, which exposes effects that come before it. */
  String slowCommits() {
    delayCommits(SLOW_COMMIT_MICROS);
    random.passes(2000, 4000);
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
    random.passes(200, 2000);
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
   * Sets a limit of one byte on the files that the part writes. That is worse than a full disk,
   * because existing data cannot be overwritten either. Then the part is started again, as after
   * the disk was freed.
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
    if (random.percent(50)) {
      stack.kafka().kill();
    } else {
      stack.kafka().close();
    }
    random.passes(200, 2000);
    startAgain(() -> stack.kafka().start());
    return "restarted";
  }

  /** An operator refills the broker from what the services have kept, as the runbook says. */
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
   * @param topic the topic that is sent again; null for all
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
                context.web.post(
                    context.url(service, "/operations/outbox/republish"),
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

  /**
   * Locks the table of the orders, so that decisions cannot be committed before the service is
   * killed.
   */
  String killBeforeCommit() throws SQLException {
    awaitBack(Service.ORDERS);
    try (Connection database = handlersWait(Service.ORDERS)) {
      random.passes(1000, 2000);
      killAndBringBack(Service.ORDERS);
      database.rollback();
    }
    return "orders";
  }

  /**
   * Locks the rows, so that payments is killed with answers of the provider that it cannot store. A
   * batch of older commands is stored before the provider is called: then the next one is awaited.
   */
  String killBeforeRecord() throws SQLException {
    awaitBack(Service.PAYMENTS);
    long end = System.nanoTime() + COMES_ABOUT_WITHIN.toNanos();
    while (System.nanoTime() < end) {
      try (Connection database = handlersWait(Service.PAYMENTS)) {
        long answers = Eventually.ask(A_SECOND, this::unrecordedAuthorisations, found -> found > 0);
        if (answers > 0) {
          killAndBringBack(Service.PAYMENTS);
          return happened(Service.PAYMENTS, answers, "authorised and not stored");
        }
        database.rollback();
      }
      random.passes(300, 600);
    }
    return happened(Service.PAYMENTS, 0, "authorised and not stored");
  }

  private long unrecordedAuthorisations() {
    try {
      return facts.unrecordedAuthorisations().size();
    } catch (SQLException | IOException away) {
      return 0;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /**
   * Cuts off the broker, so that committed messages cannot be sent before the service is killed. To
   * suspend the broker is not enough: what is in its sockets would still arrive.
   */
  String killBeforePublish() {
    Service service = aSenderThatRuns();
    TcpProxies.Line line = lines.to(stack.kafka().port());
    line.cut(TcpProxies.Reach.ALL);
    try {
      long before = lastPosition(service);
      long last =
          Eventually.ask(A_MOMENT, () -> lastPosition(service), position -> position > before);
      random.passes(300, 800);
      killAndBringBack(service);
      return happened(service, last - before, "committed and not sent");
    } finally {
      line.heal();
    }
  }

  /** Locks the rows, so that published messages cannot be marked before the service is killed. */
  String killBeforeMark() throws SQLException {
    Service service = aSenderThatRuns();
    stack.kafka().suspend();
    long unsent = Eventually.ask(A_MOMENT, () -> unsent(service), n -> n > 0);
    try (Connection database = stack.postgres().superuser(service.id());
        Statement lock = database.createStatement()) {
      database.setAutoCommit(false);
      lock.executeQuery("select 1 from outbox where sent_at is null for update").close();
      stack.kafka().resume();
      random.passes(800, 1500);
      killAndBringBack(service);
      database.rollback();
    }
    return happened(service, unsent, "sent and not marked");
  }

  /** Cuts off the broker during a batch, which is then handled without a commit of its offset. */
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

  /** Delays commits, so that a service can be stopped during one and killed before it answers. */
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
    Service service = random.of(victims);
    awaitBack(service);
    return service;
  }

  Service aSenderThatRuns() {
    return oneThatRuns(HANDLERS.keySet());
  }

  Service oneThatRuns(Collection<Service> of) {
    Service service = random.of(victims.stream().filter(of::contains).toList());
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

  /** Starts a part, with up to four attempts, because another fault may strike while it starts. */
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
