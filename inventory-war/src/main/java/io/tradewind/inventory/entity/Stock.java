package io.tradewind.inventory.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * How many units of a SKU exist and how many of them are reserved.
 *
 * <p>Always changed under its row lock, so the version is not JPA's: it is the number of the last
 * movement. That reveals a gap in the history, and shows Redis which of two figures is newer.
 */
@Entity
@Table(name = "stock")
public class Stock {

  @Id private String sku;

  @Column(name = "on_hand")
  private long onHand;

  private long reserved;
  private long version;

  protected Stock() {}

  /** The stock of a new product: none. */
  public Stock(String sku) {
    this.sku = sku;
  }

  /**
   * What changes of it.
   *
   * @param version the number of its last movement
   */
  public record Level(long onHand, long reserved, long version) {}

  /** Stock as its row says. */
  public static Stock stored(String sku, Level level) {
    Stock stock = new Stock(sku);
    stock.onHand = level.onHand();
    stock.reserved = level.reserved();
    stock.version = level.version();
    return stock;
  }

  /** As of now. */
  public Level level() {
    return new Level(onHand, reserved, version);
  }

  public String sku() {
    return sku;
  }

  public long onHand() {
    return onHand;
  }

  public long reserved() {
    return reserved;
  }

  public long available() {
    return onHand - reserved;
  }

  public long version() {
    return version;
  }

  /**
   * Units came or went other than by an order.
   *
   * @param delta units, not 0
   * @throws InsufficientStock when it would take units that are reserved or do not exist
   */
  public StockMovement adjust(long delta, String reason, UUID actor, Instant at) {
    if (delta == 0) {
      throw new IllegalArgumentException("an adjustment changes something");
    }
    if (Math.addExact(available(), delta) < 0) {
      throw new InsufficientStock(sku, available());
    }
    moveTo(Math.addExact(onHand, delta), reserved);
    return StockMovement.ofStaff(this, delta, reason, actor, at);
  }

  StockMovement reserve(long units, UUID orderId, Instant at) {
    moveTo(onHand, reserved + units);
    return StockMovement.ofOrder(this, MovementType.RESERVE, units, orderId, at);
  }

  StockMovement release(long units, UUID orderId, Instant at) {
    moveTo(onHand, reserved - units);
    return StockMovement.ofOrder(this, MovementType.RELEASE, units, orderId, at);
  }

  StockMovement ship(long units, UUID orderId, Instant at) {
    moveTo(onHand - units, reserved - units);
    return StockMovement.ofOrder(this, MovementType.SHIP, units, orderId, at);
  }

  StockMovement restock(long units, UUID orderId, Instant at) {
    moveTo(Math.addExact(onHand, units), reserved);
    return StockMovement.ofOrder(this, MovementType.RESTOCK, units, orderId, at);
  }

  /**
   * Sets the row to what its history says, without a movement.
   *
   * @param movements how many there are, which is the version
   */
  public void recounted(long countedOnHand, long countedReserved, long movements) {
    moveTo(countedOnHand, countedReserved);
    version = movements;
  }

  /** The invariant of all stock. */
  private void moveTo(long nextOnHand, long nextReserved) {
    if (nextReserved < 0 || nextReserved > nextOnHand) {
      throw new IllegalStateException(
          sku + " cannot have " + nextOnHand + " on hand and " + nextReserved + " reserved");
    }
    onHand = nextOnHand;
    reserved = nextReserved;
    version++;
  }
}
