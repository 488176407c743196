package io.tradewind.scheduling;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One task of the {@link Scheduler}. */
public final class PeriodicTask {

  /**
   * On top of the pause. Every call in a run has a time-out of at most a minute; a run makes some
   * of them in sequence.
   */
  static final Duration LONGEST_RUN = Duration.ofMinutes(10);

  private static final Logger LOG = System.getLogger(PeriodicTask.class.getName());

  private final String name;
  private final Duration pause;
  private final BooleanSupplier work;
  private final ScheduledExecutorService executor;
  private final Heartbeats heartbeats;
  private final Heartbeat heartbeat;
  private volatile Future<?> schedule;
  private volatile boolean over;
  private volatile String failure;

  PeriodicTask(
      String name,
      Duration pause,
      BooleanSupplier work,
      ScheduledExecutorService executor,
      Heartbeats heartbeats) {
    this.name = name;
    this.pause = pause;
    this.work = work;
    this.executor = executor;
    this.heartbeats = heartbeats;
    this.heartbeat = heartbeats.of(name, pause.plus(LONGEST_RUN));
  }

  void start(Duration first) {
    heartbeat.beat();
    schedule =
        executor.scheduleWithFixedDelay(
            this::run, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    if (over) {
      cancel();
    }
  }

  /** Runs besides the schedule, as soon as a thread is free. */
  public void runNow() {
    executor.execute(this::run);
  }

  void cancel() {
    over = true;
    heartbeats.forget(name);
    Future<?> begun = schedule;
    if (begun != null) {
      begun.cancel(false);
    }
  }

  /** Catches everything, even errors: an exception would end the schedule. */
  private void run() {
    heartbeat.beat();
    try {
      boolean done = work.getAsBoolean();
      succeeded();
      if (done) {
        cancel();
      }
    } catch (RuntimeException | Error failed) {
      failed(failed);
    } finally {
      heartbeat.beat();
    }
  }

  private void succeeded() {
    if (failure != null) {
      failure = null;
      LOG.log(Level.INFO, "The scheduled task {0} works again", name);
    }
  }

  /** Logs a repeated failure once: some tasks run ten times a second. */
  private void failed(Throwable failed) {
    String what = failed.toString();
    boolean known = what.equals(failure);
    failure = what;
    LOG.log(
        known ? Level.DEBUG : Level.WARNING,
        "The scheduled task " + name + " failed and is run again",
        failed);
  }
}
