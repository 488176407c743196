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
 * A command of one order, and whether it was answered. Its key is (order, kind), because an order
 * asks each kind once; the command id stays the same however often it is sent.
 */
@Entity
@Table(name = "saga_command")
@IdClass(SentCommand.Key.class)
public class SentCommand {

  static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

  /** How long it takes at most to learn whether an answer is only unheard. */
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
  private Instant heldAt;

  @Column(name = "failure")
  private String failure;

  @Column(name = "failures")
  private int failures;

  protected SentCommand() {}

  /**
   * The command's id follows from the order's: should the database be restored to an earlier time,
   * the same question is asked under the same id, and the answer to it is known already.
   */
  SentCommand(UUID orderId, SagaCommand kind, Instant sentAt) {
    this.commandId = idOf(orderId, kind);
    this.orderId = orderId;
    this.kind = kind;
    this.sentAt = sentAt;
    this.attempts = 1;
    this.dueAt = sentAt.plus(FIRST_PATIENCE);
  }

  static UUID idOf(UUID orderId, SagaCommand kind) {
    return Ids.derived(orderId, kind.name());
  }

  void answered(Instant at) {
    answeredAt = at;
  }

  /** Still waiting to leave: it is looked at again, and nothing is counted. */
  public void postponed(Instant now) {
    dueAt = now.plus(FIRST_PATIENCE);
  }

  /**
   * Its answers may be parked here: it is looked at again after a while. Until they are not parked
   * any more no time of silence counts.
   */
  public void held(Instant now) {
    heldAt = now;
    dueAt = now.plus(MOST_PATIENCE);
  }

  /** Whether it has been silence for so long. */
  public boolean unansweredFor(Duration time, Instant now) {
    return open() && (heldAt == null ? sentAt : heldAt).plus(time).isBefore(now);
  }

  /** Whatever it was put off for is over. */
  public void lookedAt() {
    failure = null;
    failures = 0;
  }

  /** Due again in a moment, when it is known whether its answer is only unheard. */
  public void postpone(Instant now) {
    dueAt = now.plus(DOUBT);
  }

  public Instant inDoubtSince() {
    return dueAt.minus(DOUBT);
  }

  /** Left at that instant, which is when the patience with its participant begins. */
  public void leftAt(Instant left) {
    dueAt = left.plus(patience());
  }

  /** Sent once more, under the same command id. */
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

  /** When it is asked again, unless it is answered before. */
  public Instant dueAt() {
    return dueAt;
  }

  /** Null while nobody has answered. */
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
