package io.tradewind.payments.control;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.tradewind.payments.control.ProviderClient.Decision;
import io.tradewind.payments.control.ProviderClient.Line;
import io.tradewind.payments.control.ProviderClient.Movement;
import io.tradewind.payments.control.ProviderClient.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * The provider over HTTP, with patience: a call ends after 5 s, is made up to three times under the
 * same key within 15 s, and not at all for 2 s after most of the last calls have failed. What it
 * refuses to understand (4xx) is not asked again.
 *
 * <p>All of it stays below the lease of the payment, so that nobody else asks meanwhile.
 */
@ApplicationScoped
public class ProviderCalls {

  private static final long TIMEOUT_MILLIS = 5_000;
  private static final int RETRIES = 2;
  private static final long PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final long LONGEST_CALL_MILLIS = 15_500;
  private static final int VOLUME = 40;
  private static final double FAILURE_RATIO = 0.75;
  private static final long OPEN_MILLIS = 2_000;

  private final ProviderClient provider;

  protected ProviderCalls() {
    this(null);
  }

  @Inject
  ProviderCalls(@RestClient ProviderClient provider) {
    this.provider = provider;
  }

  @Timeout(TIMEOUT_MILLIS)
  @Retry(
      maxRetries = RETRIES,
      delay = PAUSE_MILLIS,
      jitter = PAUSE_MILLIS / 2,
      maxDuration = LONGEST_CALL_MILLIS,
      abortOn = {ClientErrorException.class, CircuitBreakerOpenException.class})
  @ExponentialBackoff(maxDelay = LONGEST_PAUSE_MILLIS)
  @CircuitBreaker(
      requestVolumeThreshold = VOLUME,
      failureRatio = FAILURE_RATIO,
      delay = OPEN_MILLIS,
      skipOn = ClientErrorException.class)
  Decision operate(String payment, String operation, String key, Movement movement) {
    return provider.operate(payment, operation, key, movement);
  }

  /** What was decided under the key, or nothing when the provider has never heard of it. */
  @Timeout(TIMEOUT_MILLIS)
  Optional<Decision> decision(String key) {
    try {
      return Optional.of(provider.decision(key));
    } catch (NotFoundException neverHeard) {
      return Optional.empty();
    }
  }

  /** The provider's ledger behind a position. */
  @Timeout(TIMEOUT_MILLIS)
  List<Line> ledger(long after, int limit) {
    return provider.ledger(after, limit).items();
  }

  @Timeout(TIMEOUT_MILLIS)
  Standing standing(String payment) {
    return provider.payment(payment);
  }
}
