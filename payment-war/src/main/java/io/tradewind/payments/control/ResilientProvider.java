package io.tradewind.payments.control;

import static java.time.temporal.ChronoUnit.MILLIS;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.faulttolerance.standalone.StandaloneFaultTolerance;
import io.tradewind.payments.control.ProviderClient.Decision;
import io.tradewind.payments.control.ProviderClient.Lines;
import io.tradewind.payments.control.ProviderClient.Movement;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * The provider over HTTP, with retries: a call times out after 5 s and is made up to three times
 * under the same key within 15 s; the circuit breaker blocks calls for 2 s after most of the last
 * ones failed. Requests that it rejects (4xx) are not retried.
 *
 * <p>The total is shorter than the lease of the payment, so that nobody else calls meanwhile. It is
 * programmed and not annotated, because a server that does not scan libraries for beans silently
 * ignores the annotations.
 */
@ApplicationScoped
public class ResilientProvider {

  private static final long TIMEOUT_MILLIS = 5_000;
  private static final int RETRIES = 2;
  private static final long PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final long LONGEST_CALL_MILLIS = 15_500;
  private static final int VOLUME = 40;
  private static final double FAILURE_RATIO = 0.75;
  private static final long OPEN_MILLIS = 2_000;

  /** The circuit breaker blocked the call. */
  static final class CallNotSent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CallNotSent(CircuitBreakerOpenException open) {
      super(open);
    }
  }

  /** Calls that move money or find out the result of one. */
  private final Guard guarded;

  /** Reads of the ledger, whose failures block no payments. */
  private final Guard looking;

  private final Guard withPatience =
      Guard.create()
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
          .build();

  /** Reads may be retried; the first attempt may use a connection that the provider has closed. */
  private final Guard again =
      Guard.create()
          .withRetry()
          .maxRetries(RETRIES)
          .delay(PAUSE_MILLIS, MILLIS)
          .abortOn(List.of(ClientErrorException.class, CircuitBreakerOpenException.class))
          .done()
          .build();

  private final ProviderClient provider;

  protected ResilientProvider() {
    this(null);
  }

  @Inject
  ResilientProvider(@RestClient ProviderClient provider) {
    this(provider, TIMEOUT_MILLIS);
  }

  ResilientProvider(ProviderClient provider, long timeoutMillis) {
    this.provider = provider;
    this.guarded = oneCall(timeoutMillis);
    this.looking = oneCall(timeoutMillis);
  }

  private static Guard oneCall(long timeoutMillis) {
    return Guard.create()
        .withTimeout()
        .duration(timeoutMillis, MILLIS)
        .done()
        .withCircuitBreaker()
        .requestVolumeThreshold(VOLUME)
        .failureRatio(FAILURE_RATIO)
        .delay(OPEN_MILLIS, MILLIS)
        .skipOn(ClientErrorException.class)
        .done()
        .build();
  }

  /**
   * Requests a movement.
   *
   * @throws CallNotSent when no attempt was made; after any other failure it may have been executed
   */
  Decision operate(String payment, String operation, String key, Movement movement) {
    AtomicBoolean left = new AtomicBoolean();
    Supplier<Decision> call =
        () -> {
          left.set(true);
          return provider.operate(payment, operation, key, movement);
        };
    try {
      return withPatience.get(() -> guarded.get(call, Decision.class), Decision.class);
    } catch (CircuitBreakerOpenException open) {
      throw left.get() ? open : new CallNotSent(open);
    }
  }

  /** The result under the key, or empty when the provider does not know it. */
  Optional<Decision> decision(String key) {
    try {
      return Optional.of(guarded.get(() -> provider.decision(key), Decision.class));
    } catch (NotFoundException neverHeard) {
      return Optional.empty();
    }
  }

  /** The provider's ledger after a position. */
  List<ProviderLine> ledger(long after, int limit) {
    List<ProviderLine> lines = new ArrayList<>();
    long seq = after;
    for (JsonNode json : look(() -> provider.ledger(after, limit), Lines.class).items()) {
      ProviderLine line = ProviderLine.read(seq + 1, json);
      lines.add(line);
      seq = line.seq();
    }
    return lines;
  }

  ProviderPayment payment(String payment) {
    return look(() -> provider.payment(payment), ProviderPayment.class);
  }

  private <T> T look(Supplier<T> at, Class<T> type) {
    return again.get(() -> looking.get(at, type), type);
  }

  /** Stops the time-out thread. */
  @PreDestroy
  void close() {
    try {
      StandaloneFaultTolerance.shutdown();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
