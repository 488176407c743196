package io.tradewind.systemtests.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.torture.Torture.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every promise is kept under load and faults. {@code ./mvnw -Ptorture} runs for longer, and with
 * {@code -Dseed=N} repeats one seed; without minutes there is one new seed.
 */
class TortureIT {

  private static final Long ONLY = Long.getLong("torture.seed");
  private static final Duration RUN = Duration.ofSeconds(Long.getLong("torture.seconds", 25));
  private static final long MINUTES = Long.getLong("torture.minutes", 0);
  private static final int AT_LEAST_KINDS = 6;

  /**
   * Faults that take too long for a short run. A broker needs a quarter of a minute to fail on a
   * full disk, and to miss a member. A frozen host is suspended for longer than that. To write a
   * million rows takes a quarter of a minute, and so does a second broker, to start, to lead and to
   * stop. To restore a database takes a stop and a start of its service.
   */
  private static final Set<Fault> LONG =
      Set.of(
          Fault.ROLLING_RESTART,
          Fault.BROKER_DISK_FULL,
          Fault.SERVICE_MISSED,
          Fault.HOST_FROZEN,
          Fault.PARTITION_LEADERLESS,
          Fault.DATABASE_RESTORED,
          Fault.OUTBOX_FULL_OF_OLD);

  /** The limit of the promise, and twice as long in a build, whose machine may be slow. */
  private static final Duration SETTLES_WITHIN =
      Duration.ofSeconds(ONLY == null && MINUTES == 0 ? 120 : 60);

  private static final List<Report> REPORTS = new ArrayList<>();
  private static Torture torture;

  @BeforeAll
  static void start() {
    torture = Torture.start();
  }

  @AfterAll
  static void stop() {
    if (torture != null) {
      torture.close();
      System.out.println(summary());
    }
  }

  /** One seed alone, or runs until the time is up, or the one of each build. */
  static LongStream seeds() {
    if (ONLY != null) {
      return LongStream.of(ONLY);
    }
    if (MINUTES == 0) {
      return LongStream.of(fresh());
    }
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
    return LongStream.concat(
        LongStream.of(1),
        LongStream.generate(TortureIT::fresh).takeWhile(seed -> System.nanoTime() < end));
  }

  private static long fresh() {
    return ThreadLocalRandom.current().nextLong(1_000_000_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyPromiseIsKept(long seed) throws Exception {
    Report report = torture.run(seed, RUN, kinds(), SETTLES_WITHIN);

    System.out.println(report);
    REPORTS.add(report);
    assertThat(report.faults().size())
        .as("kinds of fault")
        .isGreaterThanOrEqualTo(Math.min(AT_LEAST_KINDS, kinds().size()));
    assertThat(report.orders()).as("orders that were taken").isPositive();
    assertThat(report.broken())
        .as(
            "seed %d at commit %s; again: ./mvnw -Ptorture -Dseed=%d -Dseconds=%d",
            seed, commit(), seed, RUN.toSeconds())
        .isEmpty();
    assertThat(report.recovery()).as("from the last healing").isLessThan(SETTLES_WITHIN);
  }

  private static String summary() {
    Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    REPORTS.forEach(
        report ->
            report.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum)));
    long operations = REPORTS.stream().mapToLong(Report::operations).sum();
    long unknown = REPORTS.stream().mapToLong(Report::unknown).sum();
    return "torture: %d seeds, %d operations, %.1f %% unknown, %d orders, longest recovery %d s, %s"
        .formatted(
            REPORTS.size(),
            operations,
            100.0 * unknown / Math.max(1, operations),
            REPORTS.stream().mapToLong(Report::orders).sum(),
            REPORTS.stream().mapToLong(report -> report.recovery().toSeconds()).max().orElse(0),
            faults);
  }

  /** The faults that are named, or all; short runs leave out those that take longer than a run. */
  private static List<Fault> kinds() {
    String named = System.getProperty("torture.faults", "");
    if (!named.isEmpty()) {
      return Arrays.stream(named.split(",")).map(Fault::valueOf).toList();
    }
    return Arrays.stream(Fault.values())
        .filter(fault -> MINUTES > 0 || !LONG.contains(fault))
        .filter(fault -> fault != Fault.CLOCK_SET_BACK || clockCanBeSet())
        .toList();
  }

  private static boolean clockCanBeSet() {
    if (!FakeClock.canBeSet()) {
      assertThat(System.getenv("TRADEWIND_CI")).as("CI, without libfaketime").isNull();
      System.out.println(
          "torture: no clock is set back: Debian has what that needs in the package libfaketime");
    }
    return FakeClock.canBeSet();
  }

  private static String commit() throws IOException {
    Process git =
        new ProcessBuilder("git", "rev-parse", "--short", "HEAD").redirectErrorStream(true).start();
    return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
