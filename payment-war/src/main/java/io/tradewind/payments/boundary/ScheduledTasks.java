package io.tradewind.payments.boundary;

import io.tradewind.scheduling.PeriodicTask;
import io.tradewind.scheduling.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The scheduled tasks of this service. */
@ApplicationScoped
public class ScheduledTasks {

  private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);

  @Inject
  @ConfigProperty(name = "tradewind.payments.reconcile-every")
  Duration reconcileEvery;

  @Inject OpenWorkGauges gauges;
  @Inject Reconciliation reconciliation;

  private volatile PeriodicTask reconciling;

  void start(@Observes Startup started, Scheduler scheduler) {
    gauges.publish();
    scheduler.every("open-payments", Duration.ZERO, COUNTED_EVERY, gauges::count);
    reconciling = scheduler.every("reconciliation", reconcileEvery, reconciliation::run);
  }

  /** As soon as a thread is free. */
  void reconcileNow() {
    reconciling.runNow();
  }
}
