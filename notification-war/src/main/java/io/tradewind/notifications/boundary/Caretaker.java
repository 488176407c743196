package io.tradewind.notifications.boundary;

import io.tradewind.notifications.control.Admissions;
import io.tradewind.notifications.control.PushPump;
import io.tradewind.notifications.control.SocketTally;
import io.tradewind.notifications.control.Tickets;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Starts the pump with the application and sweeps what was never used. */
@ApplicationScoped
class Caretaker {

  private static final System.Logger LOG = System.getLogger(Caretaker.class.getName());
  private static final long SWEEP_SECONDS = 60;

  @Resource ManagedThreadFactory threads;
  @Resource ManagedScheduledExecutorService scheduler;

  @Inject PushPump pump;
  @Inject SocketTally tally;
  @Inject Tickets tickets;
  @Inject Admissions admissions;

  private ScheduledFuture<?> sweeps;

  void start(@Observes Startup started) {
    tally.show(pump::sockets);
    pump.start(threads);
    sweeps =
        scheduler.scheduleWithFixedDelay(
            this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (sweeps != null) {
      sweeps.cancel(false);
    }
  }

  /** A sweep that throws would be the last. */
  private void sweep() {
    admissions.forgetThoseWhoNeverCame();
    try {
      tickets.forgetExpired();
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.WARNING, "expired tickets were not swept, tried again", failed);
    }
  }
}
