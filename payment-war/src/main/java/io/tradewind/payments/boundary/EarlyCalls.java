package io.tradewind.payments.boundary;

import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.BatchPreparation;
import io.tradewind.messaging.Envelope;
import io.tradewind.payments.control.OperationProgress.EarlyCall;
import io.tradewind.payments.control.PaymentIntake;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls the provider for new commands before they are stored, so that a command and its answer are
 * written once, in one transaction. Nothing is lost by it: the command is kept by the broker until
 * that transaction, the provider does nothing twice under one key, and refuses an authorisation
 * after a void. What is not answered soon is stored as a call that is under way.
 *
 * <p>Used by the thread of one channel.
 */
@ApplicationScoped
public class EarlyCalls implements BatchPreparation {

  /** An older command may be repeated, and answered long ago; an order repeats one after 5 s. */
  private static final Duration NEW = Duration.ofSeconds(3);

  private final PaymentIntake intake;
  private final PaymentWorker worker;
  private final ProviderCallPool pool;
  private final Duration longestWait;
  private final Map<UUID, EarlyCall> calls = new HashMap<>();

  protected EarlyCalls() {
    this(null, null, null, Duration.ZERO);
  }

  @Inject
  EarlyCalls(
      PaymentIntake intake,
      PaymentWorker worker,
      ProviderCallPool pool,
      @ConfigProperty(name = "tradewind.payments.answer-wait") Duration longestWait) {
    this.intake = intake;
    this.worker = worker;
    this.pool = pool;
    this.longestWait = longestWait;
  }

  @Override
  public String channel() {
    return "payment-commands";
  }

  @Override
  public void prepare(Batch<?> batch) {
    calls.clear();
    List<ProviderRequest> requests = requests(batch);
    int slots = worker.reserve(requests.size());
    requests
        .subList(0, slots)
        .forEach(request -> calls.put(request.commandId(), pool.begin(request)));
    await();
  }

  /** A later command of an order depends on the answer to the one before. */
  private List<ProviderRequest> requests(Batch<?> batch) {
    List<ProviderRequest> requests = new ArrayList<>();
    Set<UUID> orders = new HashSet<>();
    Instant oldest = Instant.now().minus(NEW);
    for (Envelope<?> message : batch.messages()) {
      if (message.data() instanceof PaymentCommand command
          && orders.add(command.orderId())
          && !pool.calls(command.orderId())
          && message.time().isAfter(oldest)) {
        intake
            .expectedRequest(message.id(), command, message.traceparent())
            .ifPresent(requests::add);
      }
    }
    return requests;
  }

  private void await() {
    CompletableFuture<?>[] answers =
        calls.values().stream().map(EarlyCall::answer).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(answers).get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException notAllAnswered) {
      // Those are stored as calls that are under way.
      return;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** The calls for the batch that was prepared last, by command id. */
  Map<UUID, EarlyCall> calls() {
    return calls;
  }
}
