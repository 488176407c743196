package io.tradewind.inventory.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * One change of one SKU's stock and the result. Rows are only inserted; the runtime role may
 * neither change nor delete them.
 */
@Entity
@Table(name = "stock_movement")
@IdClass(StockMovement.Key.class)
public class StockMovement {

  /** Place of the movement in its SKU's history. */
  public static class Key implements Serializable {
    private String sku;
    private long seq;

    protected Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && seq == key.seq && Objects.equals(sku, key.sku);
    }

    @Override
    public int hashCode() {
      return Objects.hash(sku, seq);
    }
  }

  @Id private String sku;
  @Id private long seq;

  @Enumerated(EnumType.STRING)
  private MovementType type;

  private long units;

  @Column(name = "on_hand")
  private long onHand;

  private long reserved;

  @Column(name = "order_id")
  private UUID orderId;

  private UUID actor;
  private String reason;
  private Instant at;

  protected StockMovement() {}

  /** The movement that led to the stock's current state. */
  private StockMovement(Stock after, MovementType type, long units, Instant at) {
    this.sku = after.sku();
    this.seq = after.version();
    this.type = type;
    this.units = units;
    this.onHand = after.onHand();
    this.reserved = after.reserved();
    this.at = at;
  }

  static StockMovement ofOrder(
      Stock after, MovementType type, long units, UUID orderId, Instant at) {
    StockMovement movement = new StockMovement(after, type, units, at);
    movement.orderId = Objects.requireNonNull(orderId, "orderId");
    return movement;
  }

  static StockMovement ofStaff(Stock after, long delta, String reason, UUID actor, Instant at) {
    StockMovement movement = new StockMovement(after, MovementType.ADJUSTMENT, delta, at);
    movement.reason = Objects.requireNonNull(reason, "reason");
    movement.actor = actor;
    return movement;
  }

  public String sku() {
    return sku;
  }

  public long seq() {
    return seq;
  }

  public MovementType type() {
    return type;
  }

  /** Signed for an adjustment, positive otherwise. */
  public long units() {
    return units;
  }

  /** Units on hand after this movement. */
  public long onHand() {
    return onHand;
  }

  /** Units reserved by orders after this movement. */
  public long reserved() {
    return reserved;
  }

  /** The order that moved the units, or null for an adjustment. */
  public UUID orderId() {
    return orderId;
  }

  /** Who adjusted, or null for an order and for the first stock. */
  public UUID actor() {
    return actor;
  }

  public String reason() {
    return reason;
  }

  public Instant at() {
    return at;
  }
}
