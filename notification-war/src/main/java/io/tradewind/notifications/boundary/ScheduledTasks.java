package io.tradewind.notifications.boundary;

import io.tradewind.notifications.control.Admissions;
import io.tradewind.notifications.control.PushPump;
import io.tradewind.notifications.control.SocketTally;
import io.tradewind.notifications.control.Tickets;
import io.tradewind.scheduling.Scheduler;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/** Everything that this service does because time passes, and the pump that pushes. */
@ApplicationScoped
class ScheduledTasks {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  @Resource ManagedThreadFactory threads;

  @Inject PushPump pump;
  @Inject SocketTally tally;
  @Inject Tickets tickets;
  @Inject Admissions admissions;

  void start(@Observes Startup started, Scheduler scheduler) {
    tally.show(pump::sockets);
    pump.start(threads);
    scheduler.every("admissions", PAUSE, admissions::forgetThoseWhoNeverCame);
    scheduler.every("expired-tickets", PAUSE, tickets::forgetExpired);
  }
}
