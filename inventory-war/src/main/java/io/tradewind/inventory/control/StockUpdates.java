package io.tradewind.inventory.control;

import io.tradewind.contracts.inventory.CommitStock;
import io.tradewind.contracts.inventory.InventoryCommand;
import io.tradewind.contracts.inventory.ReserveStock;
import io.tradewind.contracts.inventory.ShipStock;
import io.tradewind.inventory.entity.LockedStock;
import io.tradewind.inventory.entity.Reservation;
import io.tradewind.inventory.entity.ReservationStatus;
import io.tradewind.inventory.entity.Stock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Changes stock: everything that a change may touch is read and locked first, reservations before
 * SKUs and each in order, and written once at the end.
 */
@ApplicationScoped
public class StockUpdates {

  @Inject StockTable table;
  @Inject StockViewQueue view;
  @Inject InventoryMetrics metrics;

  @Inject
  @ConfigProperty(name = "tradewind.reservation.overdue-after")
  Duration overdueAfter;

  /** Locks what the confirmations of these orders may touch. */
  public StockDecisions lockConfirmed(Collection<UUID> orderIds) {
    return lock(orderIds.stream().map(CommitStock::new).toList());
  }

  /** Locks what these commands may touch. */
  public StockDecisions lock(Collection<? extends InventoryCommand> commands) {
    SortedSet<UUID> orderIds = new TreeSet<>();
    commands.forEach(command -> orderIds.add(command.orderId()));
    StockTable.Locked locked = lock(commands, orderIds);
    return new StockDecisions(
        locked.reservations(), new LockedStock(locked.stock(), now()), overdueAfter);
  }

  /** The SKUs of new reservations are known before any row is read; those of others are not. */
  private StockTable.Locked lock(
      Collection<? extends InventoryCommand> commands, SortedSet<UUID> orderIds) {
    if (commands.stream().allMatch(ReserveStock.class::isInstance)) {
      return table.lock(orderIds, skusOf(commands, List.of()));
    }
    List<Reservation> reservations = table.reservations(orderIds);
    return new StockTable.Locked(reservations, table.stock(skusOf(commands, reservations)));
  }

  /**
   * Writes the decisions.
   *
   * @param traces of the commands, for the stock view
   */
  public void save(StockDecisions decisions, List<String> traces) {
    table.addReservations(decisions.made());
    table.add(decisions.lockedStock().movements());
    view.showAfterCommit(decisions.changed(), traces);
    metrics.countAfterCommit(decisions.outcomes());
  }

  /**
   * Adjusts stock for units that came or went other than by an order.
   *
   * @return the stock after it, or empty when the SKU is unknown
   * @throws io.tradewind.inventory.entity.InsufficientStock when it would take more than is
   *     available
   */
  public Optional<Stock> adjust(String sku, long delta, String reason, UUID actor) {
    Optional<Stock> found = table.stock(sku);
    found.ifPresent(
        stock -> {
          table.add(List.of(stock.adjust(delta, reason, actor, now())));
          view.showAfterCommit(List.of(Availability.of(stock)));
        });
    return found;
  }

  /**
   * SKUs whose stock may change. A commit changes none, nor does a reserve that was decided before,
   * so a hot SKU is not locked for them.
   */
  static SortedSet<String> skusOf(
      Collection<? extends InventoryCommand> commands, Collection<Reservation> locked) {
    SortedSet<String> skus = new TreeSet<>();
    Map<UUID, Reservation> known = new HashMap<>();
    for (Reservation reservation : locked) {
      known.put(reservation.orderId(), reservation);
    }
    for (InventoryCommand command : commands) {
      Reservation reservation = known.get(command.orderId());
      if (isUndecided(reservation) && command instanceof ReserveStock reserve) {
        skus.addAll(StockDecisions.linesOf(reserve).units().keySet());
      } else if (reservation != null && mayMove(reservation, command)) {
        skus.addAll(reservation.lines().units().keySet());
      }
    }
    return skus;
  }

  private static boolean isUndecided(Reservation reservation) {
    return reservation == null || reservation.isUndecided();
  }

  private static boolean mayMove(Reservation reservation, InventoryCommand command) {
    ReservationStatus status = reservation.status();
    if (status == ReservationStatus.REJECTED) {
      return command instanceof CommitStock || command instanceof ShipStock;
    }
    boolean holdsOrShipped =
        status == ReservationStatus.HELD
            || status == ReservationStatus.COMMITTED
            || status == ReservationStatus.SHIPPED;
    boolean moves = !(command instanceof ReserveStock) && !(command instanceof CommitStock);
    return holdsOrShipped && moves;
  }

  /** In PostgreSQL's precision of microseconds, so that values in memory equal those read later. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
