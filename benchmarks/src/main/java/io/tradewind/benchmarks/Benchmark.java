package io.tradewind.benchmarks;

import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.StackPlan;
import io.tradewind.systemtests.books.Books;
import io.tradewind.systemtests.books.FactsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One run: starts the stack as in production, loads it, audits its books, writes the report. */
public final class Benchmark {

  private static final Duration DRAIN = Duration.ofSeconds(90);
  private static final Duration REST = Duration.ofSeconds(60);

  /** Threads for answers and frames. The two cores are shared with everything that is measured. */
  private static final int THREADS = 2;

  private static final int PLATFORM_CORE = 0;
  private static final int GENERATOR_CORE = 1;

  private final Settings settings;
  private final Stack stack;
  private final Http http;
  private final ProcessMeter processes = new ProcessMeter();
  private final Instant startedAt = Instant.now();

  private Benchmark(Settings settings, Stack stack, ExecutorService threads) {
    this.settings = settings;
    this.stack = stack;
    this.http = new Http(stack.url(Service.ORDERS).toString(), threads);
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.fromSystemProperties();
    Result result = measured(settings);
    Path report = new Report(result).write(Path.of(System.getProperty("reports", "reports")));
    say(new Report(result).markdown());
    say("Report: " + report.toAbsolutePath());
    // threads of HTTP clients still run; the stack and its data are gone
    System.exit(result.counts() ? 0 : 1);
  }

  private static Result measured(Settings settings) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, Benchmark::daemon);
    say("Starting the stack with production's JVM options");
    try (Watchers watchers = new Watchers();
        Stack stack = plan(settings, watchers).start()) {
      if (settings.telemetry()) {
        watchers.scrape(new Http(stack.url(Service.ORDERS).toString(), threads));
      }
      return new Benchmark(settings, stack, threads).run();
    }
  }

  private static StackPlan plan(Settings settings, Watchers watchers) {
    StackPlan plan = Stack.forTests().productionJvm();
    return settings.telemetry() ? watchers.seeing(plan) : plan;
  }

  private Result run() throws SQLException, InterruptedException, IOException {
    Shop shop = new Shop(http, http.base());
    String staff = shop.signIn("admin@tradewind.example", stack.adminPassword());
    say("Stocking " + settings.skus() + " products, signing in " + settings.buyers() + " buyers");
    List<String> skus = shop.stock(settings.skus(), staff);
    List<Buyer> buyers = shop.buyers(settings.buyers() + 1);
    shop.awaitOrderable(skus, buyers.get(0));
    Arrivals arrivals = Arrivals.of(settings);
    Recorder recorder = new Recorder(arrivals.count());
    List<Buyer> listening = buyers.subList(1, buyers.size());
    listening.forEach(buyer -> shop.listen(buyer, recorder, 0));
    Load load = new Load(http, recorder, arrivals, settings, skus, listening);
    SignIns signIns = new SignIns(http, shop.people(settings.signIns()));
    try (Connection database = stack.postgres().superuser("orders");
        Connection outbox = stack.postgres().superuser("orders")) {
      Refills refills = new Refills(outbox);
      Window window = load(load, signIns, refills, recorder, database);
      return result(
          window, recorder, signIns, refills.perSecond(), arrivals, database, audit(recorder));
    }
  }

  private Window load(
      Load load, SignIns signIns, Refills refills, Recorder recorder, Connection database)
      throws InterruptedException {
    if (settings.apart()) {
      processes.pin(PLATFORM_CORE, GENERATOR_CORE);
    }
    say(
        "Warming up for %d s, then measuring for %d s"
            .formatted(settings.warmupSeconds(), settings.seconds()));
    long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    Window window = new Window(settings, recorder, processes, database, start);
    Thread watcher = new Thread(window, "window");
    watcher.start();
    long measured = start + TimeUnit.SECONDS.toNanos(settings.warmupSeconds());
    long end = measured + TimeUnit.SECONDS.toNanos(settings.seconds());
    signIns.between(measured, end);
    if (settings.refill()) {
      refills.between(measured - (measured - start) / 3, measured, end);
    }
    load.run(start);
    watcher.join();
    say("Draining " + recorder.backlog() + " open orders");
    load.drain(DRAIN);
    return window;
  }

  /** Audits the books once nothing changes any more or the time-out is over. */
  private Books audit(Recorder recorder) throws SQLException, IOException, InterruptedException {
    say("Auditing the books");
    FactsReader reader = new FactsReader(stack);
    return reader.auditAtRest(recorder.acknowledged(), REST);
  }

  private Result result(
      Window window,
      Recorder recorder,
      SignIns signIns,
      double sentAgainPerSecond,
      Arrivals arrivals,
      Connection orders,
      Books books)
      throws SQLException {
    Latencies latencies = Latencies.of(recorder, arrivals);
    boolean complete =
        recorder.backlog() == 0
            && recorder.failedCount() == 0
            && (settings.overload() || recorder.turnedAwayCount() == 0)
            && signIns.bad() == 0;
    return new Result(
        books.balance() && complete,
        books.toString(),
        startedAt.toString(),
        settings,
        Machine.here(),
        processes.libertyFlags(),
        throughput(window, recorder, arrivals),
        new Result.SignedIn(signIns.good(), signIns.bad()),
        sentAgainPerSecond,
        latencies(latencies, recorder, arrivals),
        window.backlog().seconds(),
        window.backlog().flat(settings.rate()),
        Result.perThousand(window.cpu(), window.confirmed()),
        window.cpu().values().stream().mapToDouble(Double::doubleValue).sum() / settings.seconds(),
        Result.Database.of(window.used(), window.confirmed()),
        megabytes(processes.peakPssKilobytes()),
        processes.peakTotalKilobytes() / 1024,
        Stage.read(orders, window.from(), window.to()));
  }

  private Result.Throughput throughput(Window window, Recorder recorder, Arrivals arrivals) {
    return new Result.Throughput(
        arrivals.count() - arrivals.measuredFrom(),
        window.confirmed(),
        window.confirmed() / (double) settings.seconds(),
        recorder.turnedAwayCount(),
        recorder.failedCount(),
        counts(recorder.failures()),
        recorder.backlog(),
        counts(recorder.socketEndings()));
  }

  private static Map<String, Integer> counts(Map<String, AtomicInteger> counted) {
    Map<String, Integer> counts = new TreeMap<>();
    counted.forEach((cause, count) -> counts.put(cause, count.get()));
    return counts;
  }

  private Map<String, Result.Percentiles> latencies(
      Latencies latencies, Recorder recorder, Arrivals arrivals) {
    Map<String, Result.Percentiles> all = new LinkedHashMap<>();
    all.put("POST to CONFIRMED frame", Result.Percentiles.of(latencies.confirmed()));
    if (settings.refill()) {
      all.put("the same, alone", besideARefill(false, recorder, arrivals));
      all.put("the same, beside a refill", besideARefill(true, recorder, arrivals));
    }
    all.put("POST to 202", Result.Percentiles.of(latencies.accepted()));
    if (settings.overload()) {
      all.put("POST to 503", Result.Percentiles.of(latencies.turnedAway()));
    }
    all.put("lateness of the generator", Result.Percentiles.of(latencies.lateness()));
    return all;
  }

  private Result.Percentiles besideARefill(boolean beside, Recorder recorder, Arrivals arrivals) {
    return Result.Percentiles.of(
        Latencies.of(
                recorder,
                arrivals,
                order ->
                    Refills.counts(
                        arrivals.nanos()[order] / 1e9 - settings.warmupSeconds(),
                        settings.seconds(),
                        beside))
            .confirmed());
  }

  private static Map<String, Long> megabytes(Map<String, Long> kilobytes) {
    Map<String, Long> megabytes = new TreeMap<>();
    kilobytes.forEach((role, size) -> megabytes.put(role, size / 1024));
    return megabytes;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "answers");
    thread.setDaemon(true);
    return thread;
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
