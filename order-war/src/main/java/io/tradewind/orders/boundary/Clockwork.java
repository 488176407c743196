package io.tradewind.orders.boundary;

import io.tradewind.orders.control.UnheardAnswers;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Everything that this service does because time passes. */
@ApplicationScoped
public class Clockwork {

  private static final Logger LOG = System.getLogger(Clockwork.class.getName());

  private static final Metadata CLIENTS =
      Metadata.builder()
          .withName("tradewind_order_waiters")
          .withDescription("clients that wait for their order to settle")
          .build();

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService scheduler;

  private final StepDeadlines deadlines;
  private final SagaRetention retention;
  private final UnheardAnswers unheard;
  private final OrderWaiters waiters;
  private final SagaCensus census;
  private final RestoredDatabase restored;
  private final MetricRegistry registry;
  private final List<Future<?>> running = new ArrayList<>();

  /** For the proxy alone. */
  Clockwork() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  Clockwork(
      StepDeadlines deadlines,
      SagaRetention retention,
      UnheardAnswers unheard,
      OrderWaiters waiters,
      SagaCensus census,
      RestoredDatabase restored,
      MetricRegistry registry) {
    this.deadlines = deadlines;
    this.retention = retention;
    this.unheard = unheard;
    this.waiters = waiters;
    this.census = census;
    this.restored = restored;
    this.registry = registry;
  }

  void start(@Observes Startup started) {
    census.publish(registry);
    registry.gauge(CLIENTS, waiters::size);
    every(0, 1_000, "looking for what the database has lost", restored::look);
    every(1_000, "looking for unheard answers", unheard::look);
    every(1_000, "asking again", deadlines::sweep);
    every(100, "answering who waits", waiters::tick);
    every(100, "giving up on who waits", waiters::giveUp);
    every(1_000, "counting products", census::countProducts);
    every(5_000, "counting sagas", census::countSagas);
    every(10_000, "letting go of finished sagas", retention::sweep);
  }

  @PreDestroy
  void stop() {
    running.forEach(task -> task.cancel(false));
  }

  private void every(long millis, String what, Runnable work) {
    every(millis, millis, what, work);
  }

  /** A schedule ends with the first exception that leaves it, so none does. */
  private void every(long first, long millis, String what, Runnable work) {
    running.add(
        scheduler.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException failed) {
                LOG.log(Level.WARNING, what + " failed and is tried again", failed);
              }
            },
            first,
            millis,
            TimeUnit.MILLISECONDS));
  }
}
