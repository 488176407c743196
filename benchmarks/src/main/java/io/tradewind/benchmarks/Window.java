package io.tradewind.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Observes the measured window from its first second to its last, on a thread of its own. */
final class Window implements Runnable {

  private static final int SECONDS_BETWEEN_LOOKS_AT_MEMORY = 5;

  private final Settings settings;
  private final Recorder recorder;
  private final ProcessMeter processes;
  private final Connection database;
  private final long start;
  private final Backlog backlog = new Backlog();
  private Instant from;
  private Instant to;
  private int confirmed;
  private Map<String, Double> cpu;
  private DatabaseMeter used;

  /**
   * @param start of the warm-up, in {@link System#nanoTime}
   */
  Window(
      Settings settings,
      Recorder recorder,
      ProcessMeter processes,
      Connection database,
      long start) {
    this.settings = settings;
    this.recorder = recorder;
    this.processes = processes;
    this.database = database;
    this.start = start;
  }

  @Override
  public void run() {
    try {
      watch();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL's counters cannot be read", e);
    }
  }

  private void watch() throws SQLException {
    sleepUntil(settings.warmupSeconds());
    from = Instant.now();
    int confirmedBefore = recorder.confirmedCount();
    Map<String, Double> cpuBefore = processes.cpuSeconds();
    DatabaseMeter usedBefore = DatabaseMeter.read(database);
    for (int second = 1; second <= settings.seconds(); second++) {
      sleepUntil(settings.warmupSeconds() + second);
      backlog.sample(recorder.backlog());
      if (second % SECONDS_BETWEEN_LOOKS_AT_MEMORY == 0) {
        processes.sampleMemory();
      }
    }
    to = Instant.now();
    confirmed = recorder.confirmedCount() - confirmedBefore;
    cpu = ProcessMeter.difference(processes.cpuSeconds(), cpuBefore);
    used = DatabaseMeter.read(database).since(usedBefore);
  }

  private void sleepUntil(int second) {
    long at = start + TimeUnit.SECONDS.toNanos(second);
    for (long ahead; (ahead = at - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(ahead);
    }
  }

  Backlog backlog() {
    return backlog;
  }

  Instant from() {
    return from;
  }

  Instant to() {
    return to;
  }

  int confirmed() {
    return confirmed;
  }

  Map<String, Double> cpu() {
    return cpu;
  }

  DatabaseMeter used() {
    return used;
  }
}
