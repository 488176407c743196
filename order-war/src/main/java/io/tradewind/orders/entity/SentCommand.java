package io.tradewind.orders.entity;

import io.tradewind.values.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A command of one order and its state. Its key is (order, kind), because an order sends each kind
 * once; the command id is the same however often it is sent.
 */
@Entity
@Table(name = "saga_command")
@IdClass(SentCommand.Key.class)
public class SentCommand {

  static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

  /** How long it takes at most to find out whether an answer is still unread. */
  private static final Duration DOUBT = Duration.ofSeconds(1);

  static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

  @Id
  @Column(name = "order_id")
  private UUID orderId;

  @Id
  @Enumerated(EnumType.STRING)
  @Column(name = "kind")
  private SagaCommand kind;

  @Column(name = "command_id")
  private UUID commandId;

  @Column(name = "sent_at")
  private Instant sentAt;

  @Column(name = "due_at")
  private Instant dueAt;

  @Column(name = "attempts")
  private int attempts;

  @Column(name = "answered_at")
  private Instant answeredAt;

  @Column(name = "held_at")
  private Instant answerParkedAt;

  @Column(name = "failure")
  private String failure;

  @Column(name = "failures")
  private int failures;

  protected SentCommand() {}

  /**
   * The id is derived from the order's: after a restore of the database the same command is sent
   * with the same id, and the participant repeats its answer.
   */
  SentCommand(UUID orderId, SagaCommand kind, Instant sentAt) {
    this.commandId = idOf(orderId, kind);
    this.orderId = orderId;
    this.kind = kind;
    this.sentAt = sentAt;
    this.attempts = 1;
    this.dueAt = sentAt.plus(FIRST_PATIENCE);
  }

  /**
   * What changes while it waits for its answer.
   *
   * @param dueAt when it is looked at again, unless it is answered before
   * @param attempts how often it was sent
   * @param answeredAt null while it is not answered
   * @param answerParkedAt when its answer was last seen parked, or null
   * @param failure why its order could not be looked at, or null
   * @param failures how often in a row
   */
  public record State(
      Instant dueAt,
      int attempts,
      Instant answeredAt,
      Instant answerParkedAt,
      String failure,
      int failures) {}

  /** A command as its row says. */
  public static SentCommand stored(
      UUID orderId, SagaCommand kind, UUID commandId, Instant sentAt, State state) {
    SentCommand command = new SentCommand();
    command.orderId = orderId;
    command.kind = kind;
    command.commandId = commandId;
    command.sentAt = sentAt;
    command.dueAt = state.dueAt();
    command.attempts = state.attempts();
    command.answeredAt = state.answeredAt();
    command.answerParkedAt = state.answerParkedAt();
    command.failure = state.failure();
    command.failures = state.failures();
    return command;
  }

  /** As of now. */
  public State state() {
    return new State(dueAt, attempts, answeredAt, answerParkedAt, failure, failures);
  }

  static UUID idOf(UUID orderId, SagaCommand kind) {
    return Ids.derived(orderId, kind.name());
  }

  void answered(Instant at) {
    answeredAt = at;
  }

  /** Still in the outbox: it is checked again later, and no attempt is counted. */
  public void recheckOnceSent(Instant now) {
    dueAt = now.plus(FIRST_PATIENCE);
  }

  /**
   * Its answer may be parked: it is checked again later, and until then the waiting time does not
   * count.
   */
  public void answerIsParked(Instant now) {
    answerParkedAt = now;
    dueAt = now.plus(MOST_PATIENCE);
  }

  /** Whether it has had no answer for this long. */
  public boolean unansweredFor(Duration time, Instant now) {
    return open() && (answerParkedAt == null ? sentAt : answerParkedAt).plus(time).isBefore(now);
  }

  /** The reason for postponing it is over. */
  public void lookedAt() {
    failure = null;
    failures = 0;
  }

  /** Due again in a moment, when it is known whether its answer is still unread. */
  public void postpone(Instant now) {
    dueAt = now.plus(DOUBT);
  }

  public Instant inDoubtSince() {
    return dueAt.minus(DOUBT);
  }

  /** It left the outbox at that instant, from which its time-out counts. */
  public void leftAt(Instant left) {
    dueAt = left.plus(patience());
  }

  /** Sent once more, with the same command id. */
  public void sentAgain(Instant now) {
    attempts++;
    dueAt = now.plus(patience());
  }

  /** 5 s, 10 s, 20 s, then 30 s after the last sending. */
  public Duration patience() {
    Duration doubled = FIRST_PATIENCE.multipliedBy(1L << Math.min(attempts - 1, 3));
    return doubled.compareTo(MOST_PATIENCE) < 0 ? doubled : MOST_PATIENCE;
  }

  public boolean open() {
    return answeredAt == null;
  }

  public boolean dueBy(Instant now) {
    return open() && !dueAt.isAfter(now);
  }

  public UUID orderId() {
    return orderId;
  }

  public UUID commandId() {
    return commandId;
  }

  public SagaCommand kind() {
    return kind;
  }

  /** When it is sent again, unless it is answered before. */
  public Instant dueAt() {
    return dueAt;
  }

  /** Null while it is not answered. */
  public Instant answeredAt() {
    return answeredAt;
  }

  /** When it was first written. */
  public Instant sentAt() {
    return sentAt;
  }

  public int attempts() {
    return attempts;
  }

  /** Identity for JPA. */
  public static class Key implements Serializable {
    private UUID orderId;
    private SagaCommand kind;

    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.orderId.equals(orderId) && key.kind == kind;
    }

    @Override
    public int hashCode() {
      return Objects.hash(orderId, kind);
    }
  }
}
