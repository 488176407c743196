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
 * The provider over HTTP, with patience: a call ends after 5 s, is made up to three times under the
 * same key within 15 s, and not at all for 2 s after most of the last calls have failed. What it
 * refuses to understand (4xx) is not asked again.
 *
 * <p>All of it stays below the lease of the payment, so that nobody else asks meanwhile. It is said
 * by calls and not by annotations, because a server that searches no library for beans never hears
 * of the annotations' interceptors, and then says nothing.
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

  /** A call that nobody made, because calls have failed so often. */
  static final class NeverLeft extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NeverLeft(CircuitBreakerOpenException open) {
      super(open);
    }
  }

  /** One call for the sake of a movement, or to find out what became of it. */
  private final Guard guarded;

  /** One look at the books, whose failures keep no money from moving. */
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

  /** Looking changes nothing, and the first connection may be one that the provider has left. */
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
   * Asks for a movement.
   *
   * @throws NeverLeft when no attempt was made; after any other failure it may have been acted on
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
      throw left.get() ? open : new NeverLeft(open);
    }
  }

  /** What was decided under the key, or nothing when the provider has never heard of it. */
  Optional<Decision> decision(String key) {
    try {
      return Optional.of(guarded.get(() -> provider.decision(key), Decision.class));
    } catch (NotFoundException neverHeard) {
      return Optional.empty();
    }
  }

  /** The provider's ledger behind a position. */
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

  ProviderPayment standing(String payment) {
    return look(() -> provider.payment(payment), ProviderPayment.class);
  }

  private <T> T look(Supplier<T> at, Class<T> type) {
    return again.get(() -> looking.get(at, type), type);
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
