package io.tradewind.orders.boundary;

import io.tradewind.orders.control.PendingReplies;
import io.tradewind.scheduling.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The scheduled tasks of this service. */
@ApplicationScoped
public class ScheduledTasks {

  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
  private static final Duration A_TICK = Duration.ofMillis(100);

  private static final Metadata CLIENTS =
      Metadata.builder()
          .withName("tradewind_order_waiters")
          .withDescription("clients that wait for their order to settle")
          .build();

  private static final Metadata LOST =
      Metadata.builder()
          .withName("tradewind_lost_events")
          .withDescription(
              "published events that the restored database does not know: page somebody")
          .build();

  @Inject CommandRetryTask deadlines;
  @Inject FinishedSagaTransactions retention;
  @Inject PendingReplies replies;
  @Inject OrderWaiters waiters;
  @Inject SagaGauges gauges;
  @Inject AdmissionSampling admission;
  @Inject RestoredDatabaseCheck restored;
  @Inject MetricRegistry registry;

  void start(@Observes Startup started, Scheduler scheduler) {
    gauges.publish(registry);
    admission.publish(registry);
    registry.gauge(CLIENTS, waiters::size);
    registry.gauge(LOST, restored::open);
    scheduler.every("restored-database", Duration.ZERO, A_SECOND, restored::check);
    scheduler.every("unheard-answers", A_SECOND, replies::check);
    scheduler.every("overdue-steps", A_SECOND, deadlines::sweep);
    scheduler.every("admission", HALF_A_SECOND, admission::sample);
    scheduler.every("settled-orders", A_TICK, waiters::tick);
    scheduler.every("late-waiters", A_TICK, waiters::giveUp);
    scheduler.every("product-count", A_SECOND, gauges::countProducts);
    scheduler.every("saga-count", Duration.ofSeconds(5), gauges::countSagas);
    scheduler.every("finished-sagas", Duration.ofSeconds(10), retention::sweep);
  }
}
