package io.tradewind.http.identity;

import io.tradewind.scheduling.AvailabilityLog;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;

/**
 * Caches the issuer's public keys in the file with which the container verifies tokens. The
 * container reads the file again when it meets an unknown key id, so a new key is valid as soon as
 * it is in the file, and the last good copy serves while the issuer is unavailable.
 */
@ApplicationScoped
public class PublishedKeys {

  private static final Logger LOG = System.getLogger(PublishedKeys.class.getName());
  private static final String LOCATION = "mp.jwt.verify.publickey.location";
  private static final String ISSUER_KEYS = "JWKS_URL";

  /**
   * Readiness waits for the first copy; later ones only need to precede the first use of a new key.
   */
  private static final long SECONDS_UNTIL_FIRST = 1;

  private static final long SECONDS_BETWEEN = 15;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService executor;

  private final Optional<JwksFile> file;
  private final Optional<URI> source;
  private volatile boolean had;
  private final AvailabilityLog availability = new AvailabilityLog(LOG);

  /** Needed by the CDI proxy. */
  PublishedKeys() {
    this.file = Optional.empty();
    this.source = Optional.empty();
  }

  @Inject
  PublishedKeys(Config config) {
    this.file =
        config
            .getOptionalValue(LOCATION, String.class)
            .filter(location -> location.startsWith("file:"))
            .map(location -> new JwksFile(Path.of(location.substring("file:".length()))));
    this.source = config.getOptionalValue(ISSUER_KEYS, String.class).map(URI::create);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    if (file.isEmpty() || source.isEmpty()) {
      // The keys are configured otherwise, and the container reads them.
      had = true;
      return;
    }
    had = file.get().holdsKeys();
    executor.execute(this::refresh);
  }

  /** Whether tokens can be verified: a copy exists, from now or before the last restart. */
  public boolean had() {
    return had;
  }

  private void refresh() {
    try {
      file.orElseThrow().keep(JwksFile.fetch(source.orElseThrow(), JwksFile.MAX_BYTES));
      had = true;
      availability.back("The token keys are read from " + source.orElseThrow());
    } catch (IOException | RuntimeException failure) {
      availability.away(
          "No token keys from " + source.orElseThrow() + " now: " + failure.getMessage());
    }
    try {
      executor.schedule(
          this::refresh, had ? SECONDS_BETWEEN : SECONDS_UNTIL_FIRST, TimeUnit.SECONDS);
    } catch (RejectedExecutionException | IllegalStateException stopping) {
      LOG.log(Level.DEBUG, "No more keys are read", stopping);
    }
  }
}
