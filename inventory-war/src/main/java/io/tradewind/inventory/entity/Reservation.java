package io.tradewind.inventory.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What one order has reserved: all of its units or none.
 *
 * <p>There is one per order and it stores which command created it, so every command may come any
 * number of times, at any time, and the answer follows from the status alone:
 *
 * <pre>
 *             reserve        commit     release    ship       restock
 * NONE        HELD/REJECTED  see below  RELEASED   refused    RELEASED
 * HELD        reserved       COMMITTED  RELEASED   SHIPPED    RESTOCKED
 * COMMITTED   reserved       same       RELEASED   SHIPPED    RESTOCKED
 * SHIPPED     reserved       same       refused    same       RESTOCKED
 * RESTOCKED   reserved       same       same       same       same
 * RELEASED    see below      same       same       refused    same
 * REJECTED    rejected       see below  same       see below  same
 * </pre>
 *
 * <p>A release (or restock) that comes before its reserve leaves RELEASED as a tombstone: the late
 * reserve is then rejected. Only a repeat of the reserve that had succeeded before the release is
 * answered as reserved. Commit, ship and restock may overtake each other when the saga retries
 * commands after a broker was lost; the later one then does the work of the earlier one, which has
 * no effect when it comes.
 *
 * <p>Only a confirmed order is committed or shipped, so its reserve had succeeded once. If it is
 * rejected or unknown here, the database was restored to an earlier time. After a rejection, which
 * means that there were fewer units then, the units are reserved after all once they are available;
 * until then the command is refused, and for good after a release. A confirmation is an event of
 * another topic and so may come before the reserve: it is stored as COMMITTED without a reserve
 * command, and the reserve that follows is refused instead of rejected while units are missing.
 *
 * <p>A held reservation has a deadline, after which it is only shown as overdue. No timer releases
 * it: the saga may have captured the money just then, and only the saga, which compensates with
 * RELEASE_STOCK, knows.
 */
@Entity
@Table(name = "reservation")
public class Reservation {

  @Id
  @Column(name = "order_id")
  private UUID orderId;

  @Enumerated(EnumType.STRING)
  private ReservationStatus status;

  @Convert(converter = UnitsBySkuAsJson.class)
  private UnitsBySku lines;

  @Column(name = "reserve_command")
  private UUID reserveCommand;

  private String refusal;

  @Column(name = "refused_sku")
  private String refusedSku;

  private Instant deadline;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "changed_at")
  private Instant changedAt;

  protected Reservation() {}

  /** An order without any command yet. */
  public Reservation(UUID orderId, Instant at) {
    this.orderId = orderId;
    this.status = ReservationStatus.NONE;
    this.lines = UnitsBySku.NONE;
    this.createdAt = at;
    this.changedAt = at;
  }

  /**
   * What changes of it.
   *
   * @param reserveCommand the command that created it, or null
   * @param refusal why nothing is reserved, a stable word, or null
   * @param refusedSku the SKU to which the refusal refers, or null
   * @param deadline while it is held, otherwise null
   */
  public record State(
      ReservationStatus status,
      UnitsBySku lines,
      UUID reserveCommand,
      String refusal,
      String refusedSku,
      Instant deadline,
      Instant changedAt) {}

  /** A reservation as its row says. */
  public static Reservation stored(UUID orderId, Instant createdAt, State state) {
    Reservation reservation = new Reservation(orderId, createdAt);
    reservation.status = state.status();
    reservation.lines = state.lines();
    reservation.reserveCommand = state.reserveCommand();
    reservation.refusal = state.refusal();
    reservation.refusedSku = state.refusedSku();
    reservation.deadline = state.deadline();
    reservation.changedAt = state.changedAt();
    return reservation;
  }

  /** As of now. */
  public State state() {
    return new State(status, lines, reserveCommand, refusal, refusedSku, deadline, changedAt);
  }

  /**
   * Reserves all of the lines or none.
   *
   * @param overdueAfter how long the saga should need at most
   * @return why nothing was reserved, or empty when all was
   * @throws CommandRefused when the order has reserved other lines already
   */
  public Optional<Shortfall> reserve(
      UUID command, UnitsBySku wanted, Duration overdueAfter, LockedStock stock) {
    return switch (decided()) {
      case NONE -> decide(command, wanted, overdueAfter, stock);
      case REJECTED -> Optional.of(new Shortfall(refusal, refusedSku));
      case RELEASED ->
          command.equals(reserveCommand)
              ? Optional.empty()
              : Optional.of(Shortfall.alreadyReleased());
      case HELD, COMMITTED, SHIPPED, RESTOCKED -> {
        if (!wanted.equals(lines)) {
          throw refused("RESERVE_STOCK of other lines");
        }
        yield Optional.empty();
      }
    };
  }

  private Optional<Shortfall> decide(
      UUID command, UnitsBySku wanted, Duration overdueAfter, LockedStock stock) {
    Optional<Shortfall> shortfall = stock.shortfall(wanted);
    boolean confirmed = status == ReservationStatus.COMMITTED;
    if (confirmed && shortfall.isPresent()) {
      throw CommandRefused.unitsMissing(orderId, "RESERVE_STOCK", status);
    }
    reserveCommand = command;
    lines = wanted;
    if (confirmed) {
      stock.reserve(wanted, orderId);
      become(ReservationStatus.COMMITTED, stock);
    } else if (shortfall.isPresent()) {
      refusal = shortfall.get().reason();
      refusedSku = shortfall.get().sku();
      become(ReservationStatus.REJECTED, stock);
    } else {
      stock.reserve(wanted, orderId);
      become(ReservationStatus.HELD, stock);
      deadline = stock.at().plus(overdueAfter);
    }
    return shortfall;
  }

  /** The order is confirmed; this event may come before the reserve. */
  public void confirm(LockedStock stock) {
    if (status == ReservationStatus.NONE) {
      become(ReservationStatus.COMMITTED, stock);
    } else {
      commit(stock);
    }
  }

  /** Keeps the units until they are shipped or released. */
  public void commit(LockedStock stock) {
    switch (status) {
      case HELD -> become(ReservationStatus.COMMITTED, stock);
      case COMMITTED, SHIPPED, RESTOCKED, RELEASED -> {}
      case REJECTED -> {
        holdAfterAll("COMMIT_STOCK", stock);
        become(ReservationStatus.COMMITTED, stock);
      }
      case NONE -> throw refused("COMMIT_STOCK");
    }
  }

  /** A reservation that was undone has no lines, nor has one that an older version rejected. */
  private void holdAfterAll(String command, LockedStock stock) {
    if (lines.equals(UnitsBySku.NONE)) {
      throw refused(command);
    }
    if (stock.shortfall(lines).isPresent()) {
      throw CommandRefused.unitsMissing(orderId, command, status);
    }
    stock.reserve(lines, orderId);
    refusal = null;
    refusedSku = null;
  }

  /** Releases the units, committed or not. */
  public void release(LockedStock stock) {
    switch (decided()) {
      case NONE -> become(ReservationStatus.RELEASED, stock);
      case HELD, COMMITTED -> {
        stock.release(lines, orderId);
        become(ReservationStatus.RELEASED, stock);
      }
      case RESTOCKED, RELEASED -> {}
      case REJECTED -> lines = UnitsBySku.NONE;
      case SHIPPED -> throw refused("RELEASE_STOCK");
    }
  }

  /** The units leave the stock. */
  public void ship(LockedStock stock) {
    switch (decided()) {
      case HELD, COMMITTED -> {
        stock.ship(lines, orderId);
        become(ReservationStatus.SHIPPED, stock);
      }
      case SHIPPED, RESTOCKED -> {}
      case REJECTED -> {
        holdAfterAll("SHIP_STOCK", stock);
        stock.ship(lines, orderId);
        become(ReservationStatus.SHIPPED, stock);
      }
      case NONE, RELEASED -> throw refused("SHIP_STOCK");
    }
  }

  /** The units come back; if the shipment was not received yet, it is booked first. */
  public void restock(LockedStock stock) {
    switch (decided()) {
      case NONE -> become(ReservationStatus.RELEASED, stock);
      case HELD, COMMITTED -> {
        stock.ship(lines, orderId);
        stock.restock(lines, orderId);
        become(ReservationStatus.RESTOCKED, stock);
      }
      case SHIPPED -> {
        stock.restock(lines, orderId);
        become(ReservationStatus.RESTOCKED, stock);
      }
      case RESTOCKED, RELEASED -> {}
      case REJECTED -> lines = UnitsBySku.NONE;
    }
  }

  /** The status, or NONE as long as no reserve has come. */
  private ReservationStatus decided() {
    return isUndecided() ? ReservationStatus.NONE : status;
  }

  /** Whether its order is confirmed but its reserve has not come yet. */
  public boolean isUndecided() {
    return status == ReservationStatus.COMMITTED && reserveCommand == null;
  }

  private void become(ReservationStatus next, LockedStock stock) {
    status = next;
    deadline = null;
    changedAt = stock.at();
  }

  private CommandRefused refused(String command) {
    return new CommandRefused(orderId, command, status);
  }

  public UUID orderId() {
    return orderId;
  }

  public ReservationStatus status() {
    return status;
  }

  public UnitsBySku lines() {
    return lines;
  }

  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant changedAt() {
    return changedAt;
  }
}
