package io.tradewind.systemtests.torture;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.StackPlan;
import io.tradewind.stack.Topology;
import io.tradewind.systemtests.torture.Journal.Line;
import io.tradewind.systemtests.torture.Journal.Said;
import io.tradewind.systemtests.torture.RunContext.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Seeded runs on a stack: load and faults for a while, then recovery, then the audit. */
final class Torture implements AutoCloseable {

  private static final int SHOPPERS = 4;

  /** How long a fault that did not take effect may be tried again after the load has ended. */
  private static final Duration OVERTIME = Duration.ofMinutes(2);

  /** A recovery that took longer is worth a look, whether every promise was kept or not. */
  private static final Duration SLOW = Duration.ofSeconds(30);

  private final TcpProxies lines;
  private final Stack stack;
  private final InjectedRecords records;
  private List<Service> victims = List.of(Service.values());
  private int runs;

  private Torture(TcpProxies lines, Stack stack) {
    this.lines = lines;
    this.stack = stack;
    this.records = new InjectedRecords(stack.kafka().bootstrapServers());
  }

  /**
   * Starts one server per service; each reaches its infrastructure through a proxy that can fail.
   */
  static Torture start() {
    TcpProxies lines = new TcpProxies();
    StackPlan plan =
        Stack.forTests()
            .topology(Topology.SPLIT)
            .detour(lines)
            .env("TRADEWIND_PASSWORDS_ITERATIONS", "1000");
    FakeClock.environment().forEach(plan::env);
    return new Torture(lines, plan.start());
  }

  Stack stack() {
    return stack;
  }

  /** Plants a bug in one service; from now on faults of a single service strike only that one. */
  void plant(Change bug, Path folder) throws IOException {
    serve(stack.server(bug.service()), bug, folder);
    victims = List.of(bug.service());
  }

  static void serve(LibertyServer server, Change change, Path folder) throws IOException {
    server.serveInstead(change.war(folder));
    server.close();
    server.start();
  }

  /**
   * @param broken the violations of each promise that was not kept
   * @param recovery from the end of the last fault until the books balanced
   */
  record Report(
      long seed,
      Map<Fault, Integer> faults,
      long operations,
      long successes,
      long unknown,
      long orders,
      Duration recovery,
      Map<Promise, List<String>> broken) {

    @Override
    public String toString() {
      return "torture: seed %d, %d operations, %.1f %% unknown, %d orders, faults %s, recovered in %d.%d s, %s"
          .formatted(
              seed,
              operations,
              100.0 * unknown / Math.max(1, operations),
              orders,
              faults,
              recovery.toSeconds(),
              recovery.toMillisPart() / 100,
              broken.isEmpty() ? "every promise kept" : "BROKEN " + broken);
    }
  }

  /**
   * @param patience after all faults have ended, for every promise to be kept
   */
  Report run(long seed, Duration load, List<Fault> kinds, Duration patience)
      throws IOException, SQLException, InterruptedException {
    runs++;
    Path file = Path.of("target", "torture", "history-" + seed + ".jsonl");
    try (Journal journal = new Journal(file)) {
      RunContext context = new RunContext(stack, "T" + runs);
      Person admin = context.admin();
      context.stocks(admin);
      SharedState known = new SharedState();
      List<Shopper> shoppers = new ArrayList<>();
      for (int n = 1; n <= SHOPPERS; n++) {
        shoppers.add(new Shopper("shopper " + n, seed, context, journal, known));
      }
      StaffMember staffMember = new StaffMember(seed, context, admin, journal, known);
      List<ResumingSubscriber> subscribers =
          shoppers.stream()
              .map(shopper -> new ResumingSubscriber(shopper, seed, context, journal))
              .toList();
      FaultScheduler faultScheduler =
          new FaultScheduler(context, admin, lines, records, journal, seed, kinds, victims);
      Map<String, UUID> users = new TreeMap<>();
      shoppers.forEach(shopper -> users.put(shopper.name, shopper.person.id()));
      load(load, shoppers, staffMember, subscribers, faultScheduler);
      faultScheduler.heal();
      long healed = System.nanoTime();
      shoppers.forEach(Shopper::asksForWhatIsUnknown);
      staffMember.asksForWhatIsUnknown();
      // the requests of the last step have the full time-out too
      long calm = System.nanoTime();
      Map<UUID, Long> heardUpTo = new ConcurrentHashMap<>();
      Evidence evidence;
      Map<Promise, List<String>> broken;
      Duration recovery;
      do {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        subscribers.parallelStream()
            .forEach(subscriber -> heardUpTo.put(subscriber.person.id(), subscriber.resumes()));
        evidence = Evidence.read(context, admin, journal.lines(), users, heardUpTo, records);
        broken = Promise.broken(evidence);
        recovery = Duration.ofNanos(System.nanoTime() - healed);
      } while (!broken.isEmpty() && System.nanoTime() - calm < patience.toNanos());
      if (!broken.isEmpty() || recovery.compareTo(SLOW) > 0) {
        keepLogs(seed);
      }
      return report(seed, faultScheduler, journal.lines(), evidence, recovery, broken);
    }
  }

  /** Keeps the logs of the services for an analysis, because the stack deletes its data. */
  private void keepLogs(long seed) throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "torture", "logs-" + seed));
    Path logs = stack.server(Service.ORDERS).log().getParent();
    try (Stream<Path> all = Files.list(logs)) {
      for (Path log : all.filter(Files::isRegularFile).toList()) {
        Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** An actor that fails ends the run, which otherwise would prove less than it reports. */
  private static void load(
      Duration load,
      List<Shopper> shoppers,
      StaffMember staffMember,
      List<ResumingSubscriber> subscribers,
      FaultScheduler faultScheduler) {
    long end = System.nanoTime() + load.toNanos();
    BooleanSupplier goesOn =
        () ->
            System.nanoTime() < end
                || faultScheduler.kindsFired() < Math.min(6, faultScheduler.kinds())
                    && System.nanoTime() < end + OVERTIME.toNanos();
    List<CompletableFuture<Void>> actors = new ArrayList<>();
    shoppers.forEach(shopper -> actors.add(acts(shopper.name, () -> shopper.shops(goesOn))));
    subscribers.forEach(subscriber -> actors.add(acts("ear", () -> subscriber.listens(goesOn))));
    actors.add(acts("clerk", () -> staffMember.works(goesOn)));
    actors.add(acts("faults", () -> faultScheduler.torments(goesOn)));
    CompletableFuture.allOf(actors.toArray(CompletableFuture[]::new)).join();
  }

  private static CompletableFuture<Void> acts(String name, Runnable part) {
    return CompletableFuture.runAsync(part, work -> new Thread(work, name).start());
  }

  private static Report report(
      long seed,
      FaultScheduler faultScheduler,
      List<Line> journal,
      Evidence evidence,
      Duration recovery,
      Map<Promise, List<String>> broken) {
    List<Line> asked =
        journal.stream()
            .filter(line -> !line.who().equals("faults") && !line.what().equals("hear"))
            .toList();
    return new Report(
        seed,
        faultScheduler.fired,
        asked.size(),
        asked.stream().filter(line -> line.said() == Said.OK).count(),
        asked.stream().filter(line -> line.said() == Said.UNKNOWN).count(),
        evidence.facts().acknowledged().stream().map(one -> one.orderId()).distinct().count(),
        recovery,
        broken);
  }

  /** Ends the parts in any order, because nobody needs what is lost by it. */
  @Override
  public void close() {
    for (Service service : Service.values()) {
      stack.server(service).kill();
    }
    stack.kafka().kill();
    stack.close();
    lines.close();
  }
}
