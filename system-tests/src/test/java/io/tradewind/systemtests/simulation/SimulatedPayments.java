package io.tradewind.systemtests.simulation;

import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SagaSignal;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.payments.entity.PaymentOperation.Wanted;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.systemtests.driver.SeededRandom;
import io.tradewind.values.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The simulated payments service; what it asks the provider and how it handles the answer are the
 * service's own rules. A call is in progress between two transactions, or is made before the only
 * one. After a crash nobody waits for its answer, but the call may still reach the provider.
 */
final class SimulatedPayments {

  private record EarlyAnswer(ProviderRequest asked, ProviderAnswer says) {}

  private static final Duration LEASE = Duration.ofSeconds(30);

  final SimulatedOutbox outgoing = new SimulatedOutbox();
  private final Map<UUID, Payment> payments = new LinkedHashMap<>();
  private final Map<UUID, PaymentOperation> operations = new LinkedHashMap<>();
  private final SimulatedProvider provider;
  private final Set<PlantedBug> bugs;

  /** Answers to commands that are not stored yet, by command id. */
  private final Map<UUID, EarlyAnswer> early = new HashMap<>();

  /** Calls whose answer the service waits for. */
  private final List<ProviderRequest> underWay = new ArrayList<>();

  /** Calls that will still reach the provider, although nobody waits for their answer. */
  private final List<ProviderRequest> astray = new ArrayList<>();

  SimulatedPayments(SimulatedProvider provider, Set<PlantedBug> bugs) {
    this.provider = provider;
    this.bugs = bugs;
  }

  /** Calls the provider for a command before it is stored. */
  void callEarly(Wire.Command command) {
    if (underWay.stream().noneMatch(call -> call.orderId().equals(command.orderId()))) {
      Payment.expectedRequest(command.orderId(), wanted(command))
          .ifPresent(
              request ->
                  early.put(
                      command.id(),
                      new EarlyAnswer(request, provider.ask(plantEarlyKey(request)))));
    }
  }

  void take(Wire.Command command, Instant now) {
    EarlyAnswer answer = early.remove(command.id());
    PaymentOperation known = operations.get(command.id());
    if (known == null) {
      Payment payment = payments.computeIfAbsent(command.orderId(), Payment::new);
      if (command.kind() == SagaCommand.AUTHORIZE_PAYMENT) {
        payment.belongsTo(command.userId());
      }
      boolean first = payment.dueAt() == null;
      operations.put(command.id(), payment.accept(wanted(command), now));
      if (first && answer != null) {
        next(payment, now)
            .ifPresent(
                request -> {
                  if (request.equals(answer.asked)) {
                    settle(request, answer.says, now);
                  } else {
                    underWay.add(request);
                  }
                });
      }
    } else if (known.isAnswered()) {
      answer(known);
    }
  }

  /** One transaction: takes a lease on every payment with work that is due. */
  void claim(Instant now) {
    for (Payment payment : payments.values()) {
      if (payment.dueAt() != null && !payment.dueAt().isAfter(now)) {
        next(payment, now).ifPresent(underWay::add);
      }
    }
  }

  private Optional<ProviderRequest> next(Payment payment, Instant now) {
    List<PaymentOperation> waiting = open(payment);
    for (int i = 0; i < waiting.size(); i++) {
      boolean undoWaits =
          waiting.subList(i + 1, waiting.size()).stream().anyMatch(later -> later.kind().undoes());
      Optional<ProviderRequest> ask = payment.decide(waiting.get(i), undoWaits, LEASE, now);
      if (ask.isPresent()) {
        return ask.map(this::plantKey);
      }
      answer(waiting.get(i));
    }
    payment.rests();
    return Optional.empty();
  }

  boolean isCalling() {
    return !underWay.isEmpty();
  }

  /** Ends a call with the provider's answer. */
  void answered(ProviderRequest request, Instant now) {
    settle(request, provider.ask(request), now);
  }

  /** Ends a call without an answer; it may reach the provider later or never. */
  void lost(ProviderRequest request, boolean arrivesLater, Instant now) {
    if (arrivesLater) {
      astray.add(request);
    }
    settle(request, plantVerdict(request, new Unknown("timeout")), now);
  }

  /** The provider performs the call, and the answer is lost. */
  void actedUponInSilence(ProviderRequest request, Instant now) {
    provider.ask(request);
    settle(request, plantVerdict(request, new Unknown("timeout")), now);
  }

  /** Old calls reach the provider. */
  void straysArrive() {
    astray.forEach(provider::ask);
    astray.clear();
  }

  ProviderRequest someCall(SeededRandom chance) {
    return chance.of(underWay);
  }

  List<ProviderRequest> calls() {
    return List.copyOf(underWay);
  }

  void crash(SeededRandom chance) {
    underWay.stream().filter(call -> chance.percent(50)).forEach(astray::add);
    underWay.clear();
    early.clear();
  }

  private void settle(ProviderRequest request, ProviderAnswer says, Instant now) {
    underWay.remove(request);
    Payment payment = payments.get(request.orderId());
    PaymentOperation operation = operations.get(request.commandId());
    if (payment.record(operation, request, says, now) && operation.isAnswered()) {
      answer(operation);
      if (open(payment).isEmpty()) {
        payment.rests();
      }
    }
  }

  private ProviderRequest plantEarlyKey(ProviderRequest request) {
    return bugs.contains(PlantedBug.EARLY_CALL_UNDER_ANOTHER_KEY)
        ? underKey(request, request.key() + "-early", request.action())
        : plantKey(request);
  }

  private ProviderRequest plantKey(ProviderRequest request) {
    return bugs.contains(PlantedBug.NEW_PROVIDER_KEY_PER_ATTEMPT)
        ? underKey(request, request.key() + "-" + request.attempt(), request.action())
        : request;
  }

  private ProviderAnswer plantVerdict(ProviderRequest request, Unknown silence) {
    if (bugs.contains(PlantedBug.REFUND_ON_UNKNOWN) && request.action() == OperationKind.CAPTURE) {
      provider.ask(underKey(request, "guess-" + request.key(), OperationKind.REFUND));
    }
    boolean guessed =
        bugs.contains(PlantedBug.UNKNOWN_IS_FAILED)
            && (request.action() == OperationKind.AUTHORIZE
                || request.action() == OperationKind.CAPTURE);
    return guessed ? new Refused("timeout") : silence;
  }

  private static ProviderRequest underKey(
      ProviderRequest request, String key, OperationKind action) {
    return new ProviderRequest(
        request.orderId(),
        request.commandId(),
        action,
        key,
        request.amount(),
        request.currency(),
        request.paymentMethod(),
        request.attempt(),
        null);
  }

  private List<PaymentOperation> open(Payment payment) {
    return operations.values().stream()
        .filter(operation -> operation.orderId().equals(payment.orderId()))
        .filter(operation -> !operation.isAnswered())
        .toList();
  }

  private void answer(PaymentOperation operation) {
    SagaSignal.Answer says =
        switch (operation.outcome()) {
          case AUTHORIZED -> new SagaSignal.PaymentAuthorized();
          case DECLINED -> new SagaSignal.PaymentDeclined(operation.reason());
          case CAPTURED -> new SagaSignal.PaymentCaptured();
          case CAPTURE_FAILED -> new SagaSignal.CaptureFailed(operation.reason());
          case VOIDED -> new SagaSignal.PaymentVoided();
          case REFUNDED -> new SagaSignal.PaymentRefunded();
        };
    outgoing.add(new Wire.Answer(Ids.next(), operation.orderId(), operation.commandId(), says));
  }

  private static Wanted wanted(Wire.Command command) {
    return switch (command.kind()) {
      case AUTHORIZE_PAYMENT -> wanted(command, OperationKind.AUTHORIZE);
      case CAPTURE_PAYMENT -> wanted(command, OperationKind.CAPTURE);
      case REFUND_PAYMENT -> wanted(command, OperationKind.REFUND);
      case VOID_PAYMENT -> new Wanted(command.id(), OperationKind.VOID, 0, null, null, null);
      default -> throw new IllegalArgumentException("not for payments: " + command.kind());
    };
  }

  private static Wanted wanted(Wire.Command command, OperationKind kind) {
    String method = kind == OperationKind.AUTHORIZE ? command.paymentMethod() : null;
    return new Wanted(command.id(), kind, command.amount(), "EUR", method, null);
  }

  Collection<Payment> payments() {
    return payments.values();
  }
}
