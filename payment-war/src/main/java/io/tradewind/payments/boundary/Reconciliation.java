package io.tradewind.payments.boundary;

import io.tradewind.payments.control.PaymentGateway;
import io.tradewind.payments.control.ProviderClient.Line;
import io.tradewind.payments.control.Reconciler;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads on in the provider's ledger every minute and corrects what differs. Several replicas may do
 * it at once: what they correct is corrected under the same keys.
 */
@ApplicationScoped
public class Reconciliation {

  private static final Logger LOG = System.getLogger(Reconciliation.class.getName());

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService scheduler;

  private final ReconciliationDesk desk;
  private final Reconciler reconciler;
  private final PaymentGateway gateway;
  private final Duration every;
  private Future<?> running;

  protected Reconciliation() {
    this(null, null, null, Duration.ZERO);
  }

  @Inject
  Reconciliation(
      ReconciliationDesk desk,
      Reconciler reconciler,
      PaymentGateway gateway,
      @ConfigProperty(name = "tradewind.payments.reconcile-every") Duration every) {
    this.desk = desk;
    this.reconciler = reconciler;
    this.gateway = gateway;
    this.every = every;
  }

  void start(@Observes Startup event) {
    running =
        scheduler.scheduleWithFixedDelay(
            this::run, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes Shutdown event) {
    running.cancel(true);
  }

  /** As soon as there is a thread for it. */
  void runNow() {
    scheduler.submit(this::run);
  }

  /** A schedule ends with the first exception that leaves it, so none does. */
  void run() {
    try {
      List<Line> lines;
      do {
        long position = desk.position();
        lines = reconciler.settledLines(position);
        desk.suspects(lines).forEach(this::compare);
        desk.read(lines.isEmpty() ? position : lines.get(lines.size() - 1).seq());
      } while (!lines.isEmpty());
    } catch (RuntimeException notNow) {
      LOG.log(Level.WARNING, "the provider's ledger is compared later: " + notNow);
    }
  }

  /** One that cannot be asked about holds no other up: it is written down and comes again. */
  private void compare(String payment) {
    try {
      desk.compare(payment, reconciler.standing(payment))
          .ifPresent(request -> desk.hear(payment, gateway.ask(request)));
    } catch (RuntimeException noAnswer) {
      LOG.log(Level.WARNING, "payment " + payment + " is compared later: " + noAnswer);
      desk.comesAgain(payment, noAnswer.toString());
    }
  }
}
