package io.tradewind.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerTest {

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final AtomicLong ticker = new AtomicLong();
  private final Scheduler scheduler = new Scheduler();
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);

  SchedulerTest() {
    scheduler.executor = threads;
    scheduler.heartbeats = new Heartbeats(ticker::get);
  }

  @AfterEach
  void stop() {
    end.countDown();
    threads.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunThatFailsIsFollowedByTheNext(boolean error) {
    Supplier<Error> failure = () -> new StackOverflowError("planted");
    scheduler.every(
        "task",
        PAUSE,
        () -> {
          runs.incrementAndGet();
          if (error) {
            throw failure.get();
          }
          throw new IllegalStateException("planted");
        });

    await().until(() -> runs.get() > 3);
    assertThat(alive()).isTrue();
  }

  @Test
  void aRunThatDoesNotEndIsNoSignOfLife() {
    scheduler.every("task", PAUSE, this::hang);
    await().until(() -> runs.get() == 1);
    assertThat(alive()).isTrue();

    passes(PeriodicTask.LONGEST_RUN.plus(PAUSE));
    assertThat(alive()).isFalse();

    end.countDown();
    await().until(this::alive);
  }

  @Test
  void aTaskWhosePauseIsLongIsAliveThroughIt() {
    Duration day = Duration.ofDays(1);
    scheduler.every("task", Duration.ZERO, day, runs::incrementAndGet);
    await().until(() -> runs.get() == 1);

    passes(day);
    assertThat(alive()).isTrue();
    passes(PeriodicTask.LONGEST_RUN);
    assertThat(alive()).isFalse();
  }

  @Test
  void aTaskThatFindsNoThreadIsNotAlive() {
    scheduler.every("one", PAUSE, this::hang);
    scheduler.every("other", PAUSE, this::hang);
    await().until(() -> runs.get() == 2);
    scheduler.every("task", PAUSE, runs::incrementAndGet);

    passes(PeriodicTask.LONGEST_RUN.plus(PAUSE));
    assertThat(alive()).isFalse();
  }

  @Test
  void aTaskThatIsDoneRunsNoMoreAndNobodyMissesIt() {
    scheduler.untilDone("task", Duration.ZERO, PAUSE, () -> runs.incrementAndGet() == 3);
    await().until(() -> scheduler.heartbeats.all().isEmpty());
    await().during(PAUSE.multipliedBy(10)).until(() -> runs.get() == 3);
  }

  @Test
  void nothingRunsOnceTheApplicationEnds() {
    scheduler.every("task", PAUSE, runs::incrementAndGet);
    await().until(() -> runs.get() > 0);
    scheduler.stop(null);
    int last = runs.get();
    await().during(PAUSE.multipliedBy(10)).until(() -> runs.get() <= last + 1);
  }

  @Test
  void aRunCanBeAskedForBesidesTheSchedule() {
    PeriodicTask task = scheduler.every("task", Duration.ofDays(1), runs::incrementAndGet);
    task.runNow();
    await().until(() -> runs.get() == 1);
  }

  private void hang() {
    runs.incrementAndGet();
    try {
      end.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean alive() {
    return scheduler.heartbeats.all().get("task").alive();
  }

  private void passes(Duration time) {
    ticker.addAndGet(time.toNanos());
  }
}
