package io.tradewind.payments.entity;

import io.tradewind.payments.entity.LedgerEntry.Movement;
import io.tradewind.payments.entity.ProviderAnswer.AlreadyCaptured;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.NotAsked;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The money of one order.
 *
 * <p>A command is handled in two steps, with the call to the provider in between and no open
 * transaction during it. {@link #decide} returns the request to the provider, or ends the operation
 * at once when the state already answers it; {@link #record} applies the provider's answer. Both
 * run under the row lock of the payment, which protects everything about the order's money. The
 * call may be made before both, as {@link #expectedRequest} says: its answer counts only if decide
 * returns the same request.
 *
 * <p>A compensation depends on the state and not on earlier commands. Nothing authorised yet, as
 * far as is known here: the payment is voided at the provider, which then refuses a late
 * authorisation. Authorised: it is voided. Captured, known or discovered: exactly that is refunded.
 * Nothing there: the compensation has succeeded.
 *
 * <p>{@code dueAt} is when a worker should look: now when an operation waits, later during a call
 * (the lease) or a pause, null when all is answered. An expired lease means that the outcome is
 * unknown; the next attempt uses the same provider key, so nothing is done twice.
 */
@Entity
@Table(name = "payment")
public class Payment {

  /** ISO 4217 for no currency: a payment that was closed before any command named one. */
  private static final String NO_CURRENCY = "XXX";

  private static final String VOIDED_REASON = "voided";
  private static final String BY_HAND = "by-hand";
  private static final String OTHER_AMOUNT = "other-amount";

  @Id
  @Column(name = "order_id")
  private UUID orderId;

  @Column(name = "user_id")
  private UUID userId;

  @Enumerated(EnumType.STRING)
  @Column(name = "status")
  private PaymentStatus status = PaymentStatus.REQUESTED;

  @Column(name = "currency")
  private String currency = NO_CURRENCY;

  @Column(name = "authorised")
  private long authorised;

  @Column(name = "captured")
  private long captured;

  @Column(name = "refunded")
  private long refunded;

  @Column(name = "refunded_by_hand")
  private long refundedByHand;

  @Column(name = "reason")
  private String reason;

  @Column(name = "operations")
  private int operations;

  @Column(name = "entries")
  private int entries;

  @Column(name = "due_at")
  private Instant dueAt;

  @Transient private List<LedgerEntry> unwritten = new ArrayList<>();

  protected Payment() {}

  public Payment(UUID orderId) {
    this.orderId = orderId;
  }

  /**
   * What changes of it. Amounts are minor units.
   *
   * @param refundedByHand the part of {@code refunded} that people refunded elsewhere
   * @param operations how many there are
   * @param entries how many the ledger has
   * @param dueAt when a worker should look, or null
   */
  public record State(
      UUID userId,
      PaymentStatus status,
      String currency,
      long authorised,
      long captured,
      long refunded,
      long refundedByHand,
      String reason,
      int operations,
      int entries,
      Instant dueAt) {}

  /** A payment as its row says. */
  public static Payment stored(UUID orderId, State state) {
    Payment payment = new Payment(orderId);
    payment.userId = state.userId();
    payment.status = state.status();
    payment.currency = state.currency();
    payment.authorised = state.authorised();
    payment.captured = state.captured();
    payment.refunded = state.refunded();
    payment.refundedByHand = state.refundedByHand();
    payment.reason = state.reason();
    payment.operations = state.operations();
    payment.entries = state.entries();
    payment.dueAt = state.dueAt();
    return payment;
  }

  /** As of now. */
  public State state() {
    return new State(
        userId,
        status,
        currency,
        authorised,
        captured,
        refunded,
        refundedByHand,
        reason,
        operations,
        entries,
        dueAt);
  }

  /**
   * The request to which a command leads when its payment is as the order expects: nothing came
   * before an authorisation, and the same amount is authorised before a capture. Empty for a
   * compensation, which depends on the state, and for data that may not be storable.
   */
  public static Optional<ProviderRequest> expectedRequest(
      UUID orderId, PaymentOperation.Wanted wanted) {
    if (wanted.kind().undoes() || !wanted.isPlausible()) {
      return Optional.empty();
    }
    Payment payment = new Payment(orderId);
    if (wanted.kind() == OperationKind.CAPTURE) {
      payment.status = PaymentStatus.AUTHORIZED;
      payment.authorised = wanted.amount();
      payment.currency = wanted.currency();
    }
    Instant whenever = Instant.EPOCH;
    return payment.decide(payment.accept(wanted, whenever), false, Duration.ZERO, whenever);
  }

  /** Stores a command as an operation behind the earlier ones. */
  public PaymentOperation accept(PaymentOperation.Wanted wanted, Instant now) {
    operations++;
    if (dueAt == null) {
      dueAt = now;
    }
    return new PaymentOperation(orderId, operations, wanted, now);
  }

  /** The customer, known from the first command that names one. */
  public void belongsTo(UUID customer) {
    if (userId == null) {
      userId = customer;
    }
  }

  /**
   * The request to the provider for this operation. Empty when the payment's state answers it: then
   * the operation has ended.
   *
   * @param undoWaits whether a later operation of this order undoes everything
   * @param lease how long nobody else may call for this payment
   */
  public Optional<ProviderRequest> decide(
      PaymentOperation operation, boolean undoWaits, Duration lease, Instant now) {
    Optional<ProviderRequest> ask =
        switch (operation.kind()) {
          case AUTHORIZE -> decideAuthorization(operation, undoWaits, now);
          case CAPTURE -> decideCapture(operation, now);
          case VOID, REFUND -> decideUndo(operation, now);
        };
    dueAt = now.plus(ask.isPresent() ? lease : Duration.ZERO);
    return ask;
  }

  private Optional<ProviderRequest> decideAuthorization(
      PaymentOperation operation, boolean undoWaits, Instant now) {
    switch (status) {
      case REQUESTED:
        if (undoWaits && operation.hasFailedAttempt()) {
          // The authorisation's outcome is unknown, and it is no longer wanted: close it.
          return ask(operation, OperationKind.VOID, 0);
        }
        return ask(operation, OperationKind.AUTHORIZE, operation.amount());
      case AUTHORIZED:
        return ended(operation, Outcome.AUTHORIZED, authorised, null, now);
      case DECLINED, VOIDED:
        return ended(operation, Outcome.DECLINED, 0, reason, now);
      default:
        return ended(operation, Outcome.DECLINED, 0, "already-captured", now);
    }
  }

  private Optional<ProviderRequest> decideCapture(PaymentOperation operation, Instant now) {
    if (status == PaymentStatus.CAPTURED) {
      return ended(operation, Outcome.CAPTURED, captured, null, now);
    }
    if (status != PaymentStatus.AUTHORIZED) {
      return ended(operation, Outcome.CAPTURE_FAILED, 0, "not-authorised", now);
    }
    if (operation.amount() > authorised || !currency.equals(operation.currency())) {
      return ended(operation, Outcome.CAPTURE_FAILED, 0, "exceeds-authorisation", now);
    }
    return ask(operation, OperationKind.CAPTURE, operation.amount());
  }

  private Optional<ProviderRequest> decideUndo(PaymentOperation operation, Instant now) {
    return switch (status) {
      case REQUESTED, AUTHORIZED -> ask(operation, OperationKind.VOID, 0);
      case CAPTURED -> {
        long owed = refundable(operation);
        yield owed > 0 ? ask(operation, OperationKind.REFUND, owed) : undone(operation, 0, now);
      }
      case DECLINED, VOIDED, REFUNDED -> undone(operation, 0, now);
    };
  }

  /** A void refunds everything; a refund its own amount, at most what is left. */
  private long refundable(PaymentOperation operation) {
    long left = captured - refunded;
    return operation.kind() == OperationKind.VOID ? left : Math.min(operation.amount(), left);
  }

  private Optional<ProviderRequest> ask(
      PaymentOperation operation, OperationKind action, long amount) {
    return Optional.of(
        new ProviderRequest(
            orderId,
            operation.commandId(),
            action,
            keyOf(operation, action),
            amount,
            currency.equals(NO_CURRENCY) ? operation.currency() : currency,
            operation.paymentMethod(),
            operation.begin(),
            operation.traceparent()));
  }

  /**
   * An order is authorised, captured and voided at most once, so its id makes the key, whatever the
   * command; there may be several refunds, each with the key of its command.
   */
  private String keyOf(PaymentOperation operation, OperationKind action) {
    return switch (action) {
      case AUTHORIZE -> "authorise-" + orderId;
      case CAPTURE -> "capture-" + orderId;
      case VOID -> "void-" + orderId;
      case REFUND -> "refund-" + operation.commandId();
    };
  }

  /**
   * Applies the provider's answer. Afterwards the operation has ended, or is due again.
   *
   * @param asked the request, as {@link #decide} made it
   * @return false when a newer request was made since: then this answer is ignored
   */
  public boolean record(
      PaymentOperation operation, ProviderRequest asked, ProviderAnswer answer, Instant now) {
    if (operation.isAnswered() || operation.attempts() != asked.attempt()) {
      return false;
    }
    if (answer instanceof Done done) {
      done(operation, asked, done.amount(), now);
    } else if (answer instanceof Refused refused) {
      refused(operation, asked, refused.reason(), now);
    } else if (answer instanceof AlreadyCaptured discovered) {
      discover(operation, asked, discovered, now);
    } else if (answer instanceof Unknown unknown) {
      stays(operation, unknown.cause(), false, now);
    } else if (answer instanceof NotAsked notAsked) {
      operation.notAsked(notAsked.cause());
      dueAt = now.plus(operation.rest(now));
    }
    return true;
  }

  private void done(PaymentOperation operation, ProviderRequest asked, long amount, Instant now) {
    if (asked.action() != OperationKind.VOID && amount != asked.amount()) {
      recordWrongAmount(operation, asked, amount, now);
      return;
    }
    switch (asked.action()) {
      case AUTHORIZE -> {
        status = PaymentStatus.AUTHORIZED;
        authorised = amount;
        currency = operation.currency();
        enter(operation, new Movement(Outcome.AUTHORIZED, amount, asked.key(), null), now);
        ended(operation, Outcome.AUTHORIZED, amount, null, now);
      }
      case CAPTURE -> {
        status = PaymentStatus.CAPTURED;
        captured = amount;
        enter(operation, new Movement(Outcome.CAPTURED, amount, asked.key(), null), now);
        ended(operation, Outcome.CAPTURED, amount, null, now);
      }
      case VOID -> {
        close();
        // The void may be the first sign that it had been authorised.
        authorised = Math.max(authorised, amount);
        currency = asked.currency() == null ? currency : asked.currency();
        enter(operation, new Movement(Outcome.VOIDED, amount, asked.key(), null), now);
        undone(operation, 0, now);
      }
      case REFUND -> {
        refunded += amount;
        status = refunded == captured ? PaymentStatus.REFUNDED : PaymentStatus.CAPTURED;
        enter(operation, new Movement(Outcome.REFUNDED, amount, asked.key(), null), now);
        undone(operation, amount, now);
      }
    }
  }

  /**
   * The provider moved another amount than requested. No order continues with that: a capture
   * counts as failed, and its compensation finds and refunds exactly what was captured; everything
   * else stays open until the order undoes it or an operator has settled it.
   */
  private void recordWrongAmount(
      PaymentOperation operation, ProviderRequest asked, long amount, Instant now) {
    if (asked.action() == OperationKind.CAPTURE) {
      refused(operation, asked, OTHER_AMOUNT, now);
      return;
    }
    operation.recordWrongAmount(
        "the provider moved %d where %d was asked for".formatted(amount, asked.amount()));
    dueAt = now.plus(operation.pause());
  }

  private void refused(PaymentOperation operation, ProviderRequest asked, String why, Instant now) {
    switch (asked.action()) {
      case AUTHORIZE -> {
        status = VOIDED_REASON.equals(why) ? PaymentStatus.VOIDED : PaymentStatus.DECLINED;
        reason = why;
        currency = operation.currency();
        enter(operation, new Movement(Outcome.DECLINED, 0, asked.key(), why), now);
        ended(operation, Outcome.DECLINED, 0, why, now);
      }
      case CAPTURE -> {
        enter(operation, new Movement(Outcome.CAPTURE_FAILED, 0, asked.key(), why), now);
        ended(operation, Outcome.CAPTURE_FAILED, 0, why, now);
      }
      // A promised refund is owed whatever the provider says: retry, and alert an operator.
      case VOID, REFUND -> stays(operation, why, true, now);
    }
  }

  /** A capture was unknown here: it is entered now, and the compensation continues as a refund. */
  private void discover(
      PaymentOperation operation, ProviderRequest asked, AlreadyCaptured found, Instant now) {
    long newlyCaptured = found.captured() - captured;
    status = found.refunded() == found.captured() ? PaymentStatus.REFUNDED : PaymentStatus.CAPTURED;
    currency = asked.currency() == null ? currency : asked.currency();
    captured = found.captured();
    refunded = found.refunded();
    authorised = Math.max(authorised, captured);
    enter(operation, new Movement(Outcome.CAPTURED, newlyCaptured, asked.key(), "found"), now);
    dueAt = now;
  }

  private void stays(PaymentOperation operation, String cause, boolean refusal, Instant now) {
    operation.stays(cause, refusal);
    dueAt = now.plus(operation.pause());
  }

  /**
   * Ends a compensation that the provider refuses, because people have settled it: what was
   * authorised is released, what was captured they have refunded. What they did at the provider its
   * books must show; anything else was done elsewhere, which the operator must state. The provider
   * is not asked again.
   *
   * @param theirs the payment's balance at the provider
   * @param elsewhere whether it was settled outside of the provider
   * @throws IllegalStateException unless the provider's last answer was a refusal
   * @throws ProviderDisagrees when its books do not show the settlement
   */
  public void settleByHand(
      PaymentOperation operation, PaymentBalance theirs, boolean elsewhere, Instant now) {
    if (!operation.isRefused()) {
      throw new IllegalStateException(operation.commandId() + " is not refused");
    }
    long owed = status == PaymentStatus.CAPTURED ? refundable(operation) : 0;
    long unseen = unseen(owed, theirs, elsewhere);
    if (owed > 0) {
      refunded += owed;
      refundedByHand += unseen;
      status = refunded == captured ? PaymentStatus.REFUNDED : PaymentStatus.CAPTURED;
      enter(operation, new Movement(Outcome.REFUNDED, owed, null, BY_HAND), now);
    } else if (status == PaymentStatus.REQUESTED || status == PaymentStatus.AUTHORIZED) {
      close();
      enter(operation, new Movement(Outcome.VOIDED, 0, null, BY_HAND), now);
    }
    undone(operation, owed, now);
  }

  /**
   * The part of what is owed that the provider still has: what the reconciliation would request.
   */
  private long unseen(long owed, PaymentBalance theirs, boolean elsewhere) {
    PaymentBalance settled =
        new PaymentBalance(false, authorised, captured, refunded + owed, refundedByHand, "settled");
    Optional<Correction> left =
        Correction.between(settled, theirs).filter(correction -> correction.action() != null);
    long unseen = left.map(Correction::amount).orElse(0L);
    if (unseen > owed || (left.isPresent() && !elsewhere)) {
      throw new ProviderDisagrees(theirs);
    }
    return unseen;
  }

  private void close() {
    status = PaymentStatus.VOIDED;
    reason = VOIDED_REASON;
  }

  /** An authorisation that was closed counts as declined: it will never be authorised. */
  private Optional<ProviderRequest> undone(PaymentOperation operation, long moved, Instant now) {
    return switch (operation.kind()) {
      case AUTHORIZE -> ended(operation, Outcome.DECLINED, 0, VOIDED_REASON, now);
      case REFUND -> ended(operation, Outcome.REFUNDED, moved, null, now);
      default -> ended(operation, Outcome.VOIDED, moved, null, now);
    };
  }

  private Optional<ProviderRequest> ended(
      PaymentOperation operation, Outcome outcome, long moved, String why, Instant now) {
    operation.end(outcome, moved, why, now);
    dueAt = now;
    return Optional.empty();
  }

  private void enter(PaymentOperation operation, Movement movement, Instant now) {
    entries++;
    unwritten.add(new LedgerEntry(this, entries, operation, movement, now));
  }

  /** No operation waits any more. */
  public void rests() {
    dueAt = null;
  }

  /** The entries since the last call. */
  public List<LedgerEntry> unwrittenEntries() {
    List<LedgerEntry> happened = List.copyOf(unwritten);
    unwritten.clear();
    return happened;
  }

  public UUID orderId() {
    return orderId;
  }

  /** The customer, or null when only a compensation was received so far. */
  public UUID userId() {
    return userId;
  }

  public PaymentStatus status() {
    return status;
  }

  public String currency() {
    return currency;
  }

  /** Minor units. */
  public long authorised() {
    return authorised;
  }

  /** Minor units. */
  public long captured() {
    return captured;
  }

  /** Minor units. */
  public long refunded() {
    return refunded;
  }

  /** Minor units of {@link #refunded} that people refunded outside of the provider. */
  public long refundedByHand() {
    return refundedByHand;
  }

  public String reason() {
    return reason;
  }

  /** When a worker should look next, or null. */
  public Instant dueAt() {
    return dueAt;
  }
}
