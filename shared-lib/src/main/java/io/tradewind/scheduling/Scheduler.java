package io.tradewind.scheduling;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/**
 * Runs tasks periodically until the application ends. A failed run is logged and the schedule
 * continues; a task that hangs fails the liveness check. Runs of one task never overlap, except
 * with {@link PeriodicTask#runNow}.
 */
@ApplicationScoped
public class Scheduler {

  @Resource(
      lookup = "java:comp/DefaultManagedScheduledExecutorService",
      type = ManagedScheduledExecutorService.class)
  ScheduledExecutorService executor;

  @Inject Heartbeats heartbeats;

  private final Collection<PeriodicTask> tasks = new ConcurrentLinkedQueue<>();

  /**
   * @param name of the task, for health and log, such as {@code overdue-steps}
   * @param pause before the first run, and from the end of each run to the next
   */
  public PeriodicTask every(String name, Duration pause, Runnable work) {
    return every(name, pause, pause, work);
  }

  /**
   * @param first the pause before the first run
   */
  public PeriodicTask every(String name, Duration first, Duration pause, Runnable work) {
    return untilDone(
        name,
        first,
        pause,
        () -> {
          work.run();
          return false;
        });
  }

  /**
   * @param work returns whether it is done, so that no other run is needed
   */
  public PeriodicTask untilDone(String name, Duration first, Duration pause, BooleanSupplier work) {
    PeriodicTask task = new PeriodicTask(name, pause, work, executor, heartbeats);
    tasks.add(task);
    task.start(first);
    return task;
  }

  void stop(@Observes Shutdown event) {
    tasks.forEach(PeriodicTask::cancel);
  }
}
