package io.tradewind.users.keys.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.keys.control.KeyRing;
import io.tradewind.users.keys.control.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;

/**
 * The key ring in memory. It is reloaded often enough that another replica's new key is known here
 * long before it signs.
 */
@ApplicationScoped
public class CachedKeyRing {

  private static final Duration FRESH = Duration.ofSeconds(10);

  /**
   * @param at monotonic nanoseconds
   */
  private record Reading(KeyRing ring, long at) {}

  private volatile Reading reading;

  @Inject UserTransactions transactions;
  @Inject SigningKeys signingKeys;

  KeyRing ring() {
    Reading last = reading;
    if (last == null || System.nanoTime() - last.at >= FRESH.toNanos()) {
      last = read(Instant.now());
    }
    return last.ring;
  }

  public KeyRing.Signer signer() {
    return ring()
        .signer()
        .orElseThrow(
            () ->
                new ProblemException(ProblemType.UNAVAILABLE, "no key signs yet")
                    .retryAfter(Duration.ofSeconds(1)));
  }

  /** Creates missing keys and deletes those whose tokens have all expired. */
  public void tend(Instant now) {
    transactions.of(
        () -> {
          signingKeys.makeWhatIsMissing(now);
          signingKeys.forgetThoseEndedBefore(now);
          return null;
        });
    read(now);
  }

  private Reading read(Instant now) {
    KeyRing ring = transactions.of(() -> signingKeys.ring(now));
    Reading fresh = new Reading(ring, System.nanoTime());
    // An empty ring is not cached: the first key may come at any moment.
    reading = ring.signer().isPresent() ? fresh : null;
    return fresh;
  }
}
