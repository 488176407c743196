package io.tradewind.http.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.scheduling.ConnectivityLog;
import io.tradewind.scheduling.Scheduler;
import io.tradewind.values.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Sessions that ended before their access tokens expired. user-war publishes them beside its keys,
 * as hashes, because anybody may read the list. Every replica of every service reads it every ten
 * seconds and keeps the last copy while user-war is unavailable. Another issuer has no such list:
 * its tokens are valid until they expire.
 */
@ApplicationScoped
public class EndedSessions {

  private static final Logger LOG = System.getLogger(EndedSessions.class.getName());
  private static final String KEYS_OF_OUR_OWN = "/api/users/jwks";
  private static final String BESIDE_THE_KEYS = "sessions/ended";
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Some hundred thousand entries; a longer list is not one of ours. */
  private static final int MAX_BYTES = 32 * 1024 * 1024;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Optional<URI> source;
  private volatile Set<String> marks = Set.of();
  private final ConnectivityLog availability = new ConnectivityLog(LOG);

  /** Needed by the CDI proxy. */
  EndedSessions() {
    this.source = Optional.empty();
  }

  @Inject
  EndedSessions(Config config) {
    this.source =
        config
            .getOptionalValue("JWKS_URL", String.class)
            .filter(url -> url.endsWith(KEYS_OF_OUR_OWN))
            .map(url -> URI.create(url).resolve(BESIDE_THE_KEYS));
  }

  void start(@Observes Startup event, Scheduler scheduler) {
    source.ifPresent(
        list -> scheduler.every("ended-sessions", Duration.ZERO, PAUSE, this::refresh));
  }

  /** The listed form of an ended session. */
  public static String markOf(String session) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(session));
  }

  public boolean hold(String mark) {
    return marks.contains(mark);
  }

  /** Spares the caller computing hashes for an empty list. */
  public boolean none() {
    return marks.isEmpty();
  }

  private void refresh() {
    try {
      marks = read(PublicList.fetch(source.orElseThrow(), MAX_BYTES));
      availability.back("The ended sessions are read from " + source.orElseThrow());
    } catch (IOException | RuntimeException failure) {
      availability.away(
          "No ended sessions from " + source.orElseThrow() + ": " + failure.getMessage());
    }
  }

  static Set<String> read(byte[] list) throws IOException {
    JsonNode items = MAPPER.readTree(list).path("items");
    if (!items.isArray()) {
      throw new IOException("not a list of ended sessions");
    }
    Set<String> read = new HashSet<>();
    items.forEach(mark -> read.add(mark.asText()));
    return read;
  }
}
