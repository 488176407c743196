package io.tradewind.payments.control;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.faulttolerance.standalone.StandaloneFaultTolerance;
import io.tradewind.payments.control.ProviderClient.Decision;
import io.tradewind.payments.control.ProviderClient.Line;
import io.tradewind.payments.control.ProviderClient.Lines;
import io.tradewind.payments.control.ProviderClient.Movement;
import io.tradewind.payments.control.ProviderClient.Standing;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * The provider over HTTP, with patience: a call ends after 5 s, is made up to three times under the
 * same key within 15 s, and not at all for 2 s after most of the last calls have failed. What it
 * refuses to understand (4xx) is not asked again.
 *
 * <p>All of it stays below the lease of the payment, so that nobody else asks meanwhile. It is said
 * by calls and not by annotations, because a server that searches no library for beans never hears
 * of the annotations' interceptors, and then says nothing.
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

  private final Guard inTime = guard().build();
  private final Guard withPatience =
      guard()
          .withRetry()
          .maxRetries(RETRIES)
          .delay(PAUSE_MILLIS, MILLIS)
          .jitter(PAUSE_MILLIS / 2, MILLIS)
          .maxDuration(LONGEST_CALL_MILLIS, MILLIS)
          .abortOn(List.of(ClientErrorException.class, CircuitBreakerOpenException.class))
          .withExponentialBackoff()
          .maxDelay(LONGEST_PAUSE_MILLIS, MILLIS)
          .done()
          .done()
          .withCircuitBreaker()
          .requestVolumeThreshold(VOLUME)
          .failureRatio(FAILURE_RATIO)
          .delay(OPEN_MILLIS, MILLIS)
          .skipOn(ClientErrorException.class)
          .done()
          .build();
  private final ProviderClient provider;

  protected ProviderCalls() {
    this(null);
  }

  @Inject
  ProviderCalls(@RestClient ProviderClient provider) {
    this.provider = provider;
  }

  private static Guard.Builder guard() {
    return Guard.create().withTimeout().duration(TIMEOUT_MILLIS, MILLIS).done();
  }

  Decision operate(String payment, String operation, String key, Movement movement) {
    return withPatience.get(
        () -> provider.operate(payment, operation, key, movement), Decision.class);
  }

  /** What was decided under the key, or nothing when the provider has never heard of it. */
  Optional<Decision> decision(String key) {
    try {
      return Optional.of(inTime.get(() -> provider.decision(key), Decision.class));
    } catch (NotFoundException neverHeard) {
      return Optional.empty();
    }
  }

  /** The provider's ledger behind a position. */
  List<Line> ledger(long after, int limit) {
    return inTime.get(() -> provider.ledger(after, limit), Lines.class).items();
  }

  Standing standing(String payment) {
    return inTime.get(() -> provider.payment(payment), Standing.class);
  }

  /** The watch that times calls is a thread of its own. */
  @PreDestroy
  void close() {
    try {
      StandaloneFaultTolerance.shutdown();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
