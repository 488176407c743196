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
 * What one order holds: all of its units or none.
 *
 * <p>There is one per order and it remembers which command made it, so every command can come any
 * number of times, at any time, and the answer follows from the status alone:
 *
 * <pre>
 *             reserve        commit     release    ship       restock
 * NONE        HELD/REJECTED  refused    RELEASED   refused    RELEASED
 * HELD        reserved       COMMITTED  RELEASED   SHIPPED    RESTOCKED
 * COMMITTED   reserved       same       RELEASED   SHIPPED    RESTOCKED
 * SHIPPED     reserved       same       refused    same       RESTOCKED
 * RESTOCKED   reserved       same       same       same       same
 * RELEASED    see below      same       same       refused    same
 * REJECTED    rejected       see below  same       see below  same
 * </pre>
 *
 * <p>A release (or restock) that comes before its reserve leaves RELEASED as a tombstone: the late
 * reserve is then rejected. Only the very reserve that was held before the release is told again
 * that it was. Commit, ship and restock may overtake each other when the saga sends unanswered
 * commands again after a broker was lost, so the later one does the earlier one's work and the
 * earlier one, when it comes, finds it done.
 *
 * <p>A commit or a shipment of what was rejected says that its reserve was held once, and that the
 * database was restored to an earlier time with fewer units. It is held after all as soon as the
 * units are there, and refused before, and for good once it was released.
 *
 * <p>A held reservation has a deadline, and running past it only makes it visible as overdue. It is
 * never released by the clock: the saga may have captured the money just then, and only the saga,
 * which undoes by RELEASE_STOCK, knows.
 */
@Entity
@Table(name = "reservation")
public class Reservation {

  @Id
  @Column(name = "order_id")
  private UUID orderId;

  @Enumerated(EnumType.STRING)
  private ReservationStatus status;

  @Convert(converter = LinesAsJson.class)
  private Lines lines;

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

  /** An order of which nothing was heard before. */
  public Reservation(UUID orderId, Instant at) {
    this.orderId = orderId;
    this.status = ReservationStatus.NONE;
    this.lines = Lines.NONE;
    this.createdAt = at;
    this.changedAt = at;
  }

  /**
   * Holds all of the lines or none.
   *
   * @param overdueAfter how long the saga should need at most
   * @return why nothing is held, or nothing when all is
   * @throws CommandRefused when the order holds other lines already
   */
  public Optional<Shortfall> reserve(
      UUID command, Lines wanted, Duration overdueAfter, Shelves shelves) {
    return switch (status) {
      case NONE -> decide(command, wanted, overdueAfter, shelves);
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
      UUID command, Lines wanted, Duration overdueAfter, Shelves shelves) {
    Optional<Shortfall> shortfall = shelves.shortfall(wanted);
    reserveCommand = command;
    lines = wanted;
    if (shortfall.isPresent()) {
      refusal = shortfall.get().reason();
      refusedSku = shortfall.get().sku();
      become(ReservationStatus.REJECTED, shelves);
    } else {
      shelves.reserve(wanted, orderId);
      become(ReservationStatus.HELD, shelves);
      deadline = shelves.at().plus(overdueAfter);
    }
    return shortfall;
  }

  /** Keeps the units until they are shipped or released. */
  public void commit(Shelves shelves) {
    switch (status) {
      case HELD -> become(ReservationStatus.COMMITTED, shelves);
      case COMMITTED, SHIPPED, RESTOCKED, RELEASED -> {}
      case REJECTED -> {
        holdAfterAll("COMMIT_STOCK", shelves);
        become(ReservationStatus.COMMITTED, shelves);
      }
      case NONE -> throw refused("COMMIT_STOCK");
    }
  }

  /** What was undone meanwhile has no lines, and neither has what an older version rejected. */
  private void holdAfterAll(String command, Shelves shelves) {
    if (lines.equals(Lines.NONE) || shelves.shortfall(lines).isPresent()) {
      throw refused(command);
    }
    shelves.reserve(lines, orderId);
    refusal = null;
    refusedSku = null;
  }

  /** Gives the units back, committed or not. */
  public void release(Shelves shelves) {
    switch (status) {
      case NONE -> become(ReservationStatus.RELEASED, shelves);
      case HELD, COMMITTED -> {
        shelves.release(lines, orderId);
        become(ReservationStatus.RELEASED, shelves);
      }
      case RESTOCKED, RELEASED -> {}
      case REJECTED -> lines = Lines.NONE;
      case SHIPPED -> throw refused("RELEASE_STOCK");
    }
  }

  /** The units leave the shelf. */
  public void ship(Shelves shelves) {
    switch (status) {
      case HELD, COMMITTED -> {
        shelves.ship(lines, orderId);
        become(ReservationStatus.SHIPPED, shelves);
      }
      case SHIPPED, RESTOCKED -> {}
      case REJECTED -> {
        holdAfterAll("SHIP_STOCK", shelves);
        shelves.ship(lines, orderId);
        become(ReservationStatus.SHIPPED, shelves);
      }
      case NONE, RELEASED -> throw refused("SHIP_STOCK");
    }
  }

  /** The units come back; where the shipment has not been heard of yet, it is booked first. */
  public void restock(Shelves shelves) {
    switch (status) {
      case NONE -> become(ReservationStatus.RELEASED, shelves);
      case HELD, COMMITTED -> {
        shelves.ship(lines, orderId);
        shelves.restock(lines, orderId);
        become(ReservationStatus.RESTOCKED, shelves);
      }
      case SHIPPED -> {
        shelves.restock(lines, orderId);
        become(ReservationStatus.RESTOCKED, shelves);
      }
      case RESTOCKED, RELEASED -> {}
      case REJECTED -> lines = Lines.NONE;
    }
  }

  private void become(ReservationStatus next, Shelves shelves) {
    status = next;
    deadline = null;
    changedAt = shelves.at();
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

  public Lines lines() {
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
