package io.tradewind.payments.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** One entry in an order's ledger. Written once; the database refuses changes. */
@Entity
@Table(name = "ledger_entry")
@IdClass(LedgerEntry.Position.class)
public class LedgerEntry {

  /** The place in an order's ledger. */
  public record Position(UUID orderId, int seq) implements Serializable {}

  @Id
  @Column(name = "order_id")
  private UUID orderId;

  @Id
  @Column(name = "seq")
  private int seq;

  @Enumerated(EnumType.STRING)
  @Column(name = "type")
  private Outcome type;

  @Column(name = "amount")
  private long amount;

  @Column(name = "currency")
  private String currency;

  @Column(name = "command_id")
  private UUID commandId;

  @Column(name = "provider_key")
  private String providerKey;

  @Column(name = "reason")
  private String reason;

  @Column(name = "at")
  private Instant at;

  protected LedgerEntry() {}

  LedgerEntry(Payment payment, int seq, PaymentOperation operation, Movement movement, Instant at) {
    this.orderId = payment.orderId();
    this.seq = seq;
    this.type = movement.type();
    this.amount = movement.amount();
    this.currency = payment.currency();
    this.commandId = operation.commandId();
    this.providerKey = movement.providerKey();
    this.reason = movement.reason();
    this.at = at;
  }

  /**
   * An entry before it has its position.
   *
   * @param amount minor units that moved, 0 when nothing did
   * @param providerKey the key of the request, null when the provider was not called
   */
  record Movement(Outcome type, long amount, String providerKey, String reason) {}

  public UUID orderId() {
    return orderId;
  }

  public int seq() {
    return seq;
  }

  public Outcome type() {
    return type;
  }

  /** Minor units. */
  public long amount() {
    return amount;
  }

  public String currency() {
    return currency;
  }

  public UUID commandId() {
    return commandId;
  }

  public String providerKey() {
    return providerKey;
  }

  public String reason() {
    return reason;
  }

  public Instant at() {
    return at;
  }
}
