package io.tradewind.notifications.boundary;

import io.tradewind.notifications.control.PendingHandshakes;
import io.tradewind.notifications.control.PushDispatcher;
import io.tradewind.notifications.control.StreamMetrics;
import io.tradewind.scheduling.Scheduler;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/** The scheduled tasks of this service, and the dispatcher that pushes. */
@ApplicationScoped
class ScheduledTasks {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  @Resource ManagedThreadFactory threads;

  @Inject PushDispatcher dispatcher;
  @Inject StreamMetrics metrics;
  @Inject TicketTransactions tickets;
  @Inject PendingHandshakes handshakes;

  void start(@Observes Startup started, Scheduler scheduler) {
    metrics.show(dispatcher::sockets);
    dispatcher.start(threads);
    scheduler.every("admissions", PAUSE, handshakes::forgetThoseWhoNeverCame);
    scheduler.every("expired-tickets", PAUSE, tickets::forgetExpired);
  }
}
