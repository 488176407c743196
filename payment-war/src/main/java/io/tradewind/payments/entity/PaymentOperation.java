package io.tradewind.payments.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One command and its result. The command id is the key, so that a repeated command finds the first
 * one with its answer. Operations of one order are handled in order of {@code number}.
 */
@Entity
@Table(name = "payment_operation")
public class PaymentOperation {

  /** The command's data; absent values are null. */
  public record Wanted(
      UUID commandId,
      OperationKind kind,
      long amount,
      String currency,
      String paymentMethod,
      String traceparent) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern METHOD = Pattern.compile("\\p{Graph}{1,200}");

    /** Whether nothing in it could keep it from being stored. */
    boolean isPlausible() {
      return amount > 0
          && currency != null
          && CURRENCY.matcher(currency).matches()
          && (paymentMethod == null || METHOD.matcher(paymentMethod).matches());
    }
  }

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final int DOUBLINGS = 5;

  /** The provider's circuit breaker stays open for 2 s. */
  private static final Duration SHORTEST_REST = Duration.ofSeconds(2);

  /** By then it has failed for about a minute, and an operator should look. */
  private static final int ATTEMPTS_BEFORE_ATTENTION = 6;

  @Id
  @Column(name = "command_id")
  private UUID commandId;

  @Column(name = "order_id")
  private UUID orderId;

  @Column(name = "number")
  private int number;

  @Enumerated(EnumType.STRING)
  @Column(name = "kind")
  private OperationKind kind;

  @Column(name = "amount")
  private long amount;

  @Column(name = "currency")
  private String currency;

  @Column(name = "payment_method")
  private String paymentMethod;

  @Column(name = "traceparent")
  private String traceparent;

  @Column(name = "requested_at")
  private Instant requestedAt;

  @Column(name = "attempts")
  private int attempts;

  @Column(name = "failure")
  private String failure;

  @Column(name = "refused")
  private boolean refused;

  @Column(name = "attention")
  private boolean attention;

  @Enumerated(EnumType.STRING)
  @Column(name = "outcome")
  private Outcome outcome;

  @Column(name = "moved")
  private Long moved;

  @Column(name = "reason")
  private String reason;

  @Column(name = "answered_at")
  private Instant answeredAt;

  protected PaymentOperation() {}

  PaymentOperation(UUID orderId, int number, Wanted wanted, Instant now) {
    this.orderId = orderId;
    this.number = number;
    this.commandId = wanted.commandId();
    this.kind = wanted.kind();
    this.amount = wanted.amount();
    this.currency = wanted.currency();
    this.paymentMethod = wanted.paymentMethod();
    this.traceparent = wanted.traceparent();
    this.requestedAt = now;
  }

  /**
   * What changes of it.
   *
   * @param failure why the last attempt brought no answer, or null
   * @param refused whether the provider's last answer was a refusal
   * @param attention whether an operator should look
   * @param outcome null while it is open, and {@code moved} and {@code answeredAt} with it
   * @param moved minor units
   */
  public record State(
      int attempts,
      String failure,
      boolean refused,
      boolean attention,
      Outcome outcome,
      Long moved,
      String reason,
      Instant answeredAt) {}

  /** An operation as its row says. */
  public static PaymentOperation stored(
      UUID orderId, int number, Wanted wanted, Instant requestedAt, State state) {
    PaymentOperation operation = new PaymentOperation(orderId, number, wanted, requestedAt);
    operation.attempts = state.attempts();
    operation.failure = state.failure();
    operation.refused = state.refused();
    operation.attention = state.attention();
    operation.outcome = state.outcome();
    operation.moved = state.moved();
    operation.reason = state.reason();
    operation.answeredAt = state.answeredAt();
    return operation;
  }

  /** As of now. */
  public State state() {
    return new State(attempts, failure, refused, attention, outcome, moved, reason, answeredAt);
  }

  /** Another call is about to be made for it. */
  int begin() {
    attempts++;
    refused = false;
    return attempts;
  }

  /** The answer does not end it: it stays open, and after a while an operator is alerted. */
  void stays(String cause, boolean refusal) {
    failure = cause;
    refused = refusal;
    attention = attempts >= ATTEMPTS_BEFORE_ATTENTION;
  }

  /** The attempt was never sent, so it does not count. */
  void notAsked(String cause) {
    attempts--;
    failure = cause;
  }

  /** The provider did something else than requested: a retry changes nothing. */
  void recordWrongAmount(String cause) {
    stays(cause, kind.undoes());
    attention = true;
  }

  void end(Outcome outcome, long moved, String reason, Instant now) {
    this.outcome = outcome;
    this.moved = moved;
    this.reason = reason;
    this.answeredAt = now;
    this.attention = false;
    this.refused = false;
    this.failure = null;
  }

  /** The pause before the next attempt. */
  Duration pause() {
    int doublings = Math.min(Math.max(attempts - 1, 0), DOUBLINGS);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** The longer it has waited, the longer the pause until it checks the circuit breaker again. */
  Duration rest(Instant now) {
    Duration waited = Duration.between(requestedAt, now);
    if (waited.compareTo(SHORTEST_REST) < 0) {
      return SHORTEST_REST;
    }
    return waited.compareTo(LONGEST_PAUSE) < 0 ? waited : LONGEST_PAUSE;
  }

  public boolean isAnswered() {
    return outcome != null;
  }

  /**
   * The last attempt brought no final answer: none, a refusal, a wrong amount, or it was never
   * sent.
   */
  public boolean hasFailedAttempt() {
    return outcome == null && failure != null;
  }

  /** The provider refused it; no call is in progress. */
  public boolean isRefused() {
    return outcome == null && refused;
  }

  public boolean needsAttention() {
    return attention;
  }

  public UUID commandId() {
    return commandId;
  }

  public UUID orderId() {
    return orderId;
  }

  public int number() {
    return number;
  }

  public OperationKind kind() {
    return kind;
  }

  /** Minor units that were requested. */
  public long amount() {
    return amount;
  }

  public String currency() {
    return currency;
  }

  public String paymentMethod() {
    return paymentMethod;
  }

  public String traceparent() {
    return traceparent;
  }

  public Instant requestedAt() {
    return requestedAt;
  }

  public int attempts() {
    return attempts;
  }

  /** Why the last attempt brought no answer, or null. */
  public String failure() {
    return failure;
  }

  /** How it ended, or null while it is open. */
  public Outcome outcome() {
    return outcome;
  }

  /** Minor units that moved, once it has ended. */
  public long moved() {
    return moved;
  }

  public String reason() {
    return reason;
  }

  public Instant answeredAt() {
    return answeredAt;
  }
}
