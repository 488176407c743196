package io.tradewind.inventory.boundary;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tries until the catalogue is known to be filled: the database may come after the service. */
@ApplicationScoped
public class FirstStartClock {

  private static final System.Logger LOG = System.getLogger(FirstStartClock.class.getName());

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService clock;

  @Inject FirstStart firstStart;

  @Inject
  @ConfigProperty(name = "tradewind.first-products", defaultValue = "false")
  boolean wanted;

  private volatile ScheduledFuture<?> trying;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    if (wanted) {
      trying = clock.scheduleWithFixedDelay(this::tryIt, 0, 1, TimeUnit.SECONDS);
    }
  }

  @PreDestroy
  void stop() {
    if (trying != null) {
      trying.cancel(false);
    }
  }

  private void tryIt() {
    try {
      firstStart.fillEmptyCatalogue();
      stop();
    } catch (RuntimeException notYet) {
      LOG.log(Level.WARNING, "the first products wait: " + notYet.getMessage());
    }
  }
}
