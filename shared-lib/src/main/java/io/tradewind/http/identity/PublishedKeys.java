package io.tradewind.http.identity;

import io.tradewind.scheduling.ConnectivityLog;
import io.tradewind.scheduling.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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

  /** Readiness waits for the first copy. */
  private static final Duration UNTIL_FIRST = Duration.ofSeconds(1);

  /** Later copies only need to precede the first use of a new key. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private final Optional<JwksFile> file;
  private final Optional<URI> source;
  private volatile boolean had;
  private final ConnectivityLog availability = new ConnectivityLog(LOG);

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

  void start(@Observes Startup event, Scheduler scheduler) {
    if (file.isEmpty() || source.isEmpty()) {
      // The keys are configured otherwise, and the container reads them.
      had = true;
      return;
    }
    had = file.get().holdsKeys();
    scheduler.untilDone("first-token-keys", Duration.ZERO, UNTIL_FIRST, this::refresh);
    scheduler.every("token-keys", PAUSE, this::refresh);
  }

  /** Whether tokens can be verified: a copy exists, from now or before the last restart. */
  public boolean had() {
    return had;
  }

  private boolean refresh() {
    try {
      file.orElseThrow().keep(PublicList.fetch(source.orElseThrow(), JwksFile.MAX_BYTES));
      had = true;
      availability.back("The token keys are read from " + source.orElseThrow());
    } catch (IOException | RuntimeException failure) {
      availability.away(
          "No token keys from " + source.orElseThrow() + " now: " + failure.getMessage());
    }
    return had;
  }
}
