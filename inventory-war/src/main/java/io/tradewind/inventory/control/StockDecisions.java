package io.tradewind.inventory.control;

import io.tradewind.contracts.inventory.CommitStock;
import io.tradewind.contracts.inventory.InventoryCommand;
import io.tradewind.contracts.inventory.InventoryEvent;
import io.tradewind.contracts.inventory.ReleaseStock;
import io.tradewind.contracts.inventory.ReserveStock;
import io.tradewind.contracts.inventory.Restock;
import io.tradewind.contracts.inventory.ShipStock;
import io.tradewind.contracts.inventory.StockCommitted;
import io.tradewind.contracts.inventory.StockLine;
import io.tradewind.contracts.inventory.StockRejected;
import io.tradewind.contracts.inventory.StockReleased;
import io.tradewind.contracts.inventory.StockReserved;
import io.tradewind.contracts.inventory.StockRestocked;
import io.tradewind.contracts.inventory.StockShipped;
import io.tradewind.inventory.entity.LockedStock;
import io.tradewind.inventory.entity.Reservation;
import io.tradewind.inventory.entity.UnitsBySku;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Decides one batch of commands in memory, in the order of arrival, on locked rows: no clock, no
 * database. The status of the reservation alone shows which commands came before.
 */
public final class StockDecisions {

  private final Map<UUID, Reservation> known = new LinkedHashMap<>();
  private final Map<UUID, Reservation> made = new LinkedHashMap<>();
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final LockedStock stock;
  private final Duration overdueAfter;

  StockDecisions(Collection<Reservation> locked, LockedStock stock, Duration overdueAfter) {
    locked.forEach(reservation -> known.put(reservation.orderId(), reservation));
    this.stock = stock;
    this.overdueAfter = overdueAfter;
  }

  /**
   * @throws RuntimeException when the command cannot be executed; then the batch must not be used
   */
  public InventoryEvent decide(UUID commandId, InventoryCommand command) {
    InventoryEvent answer = answer(commandId, command);
    outcomes.merge(Outcome.of(answer), 1, Integer::sum);
    return answer;
  }

  /** The order is confirmed: its units are kept until they are shipped or released. */
  public void confirm(UUID orderId) {
    of(orderId).confirm(stock);
    outcomes.merge(Outcome.COMMITTED, 1, Integer::sum);
  }

  private InventoryEvent answer(UUID commandId, InventoryCommand command) {
    UUID orderId = command.orderId();
    Reservation reservation = of(orderId);
    if (command instanceof ReserveStock reserve) {
      return reservation
          .reserve(commandId, linesOf(reserve), overdueAfter, stock)
          .<InventoryEvent>map(
              shortfall ->
                  new StockRejected(orderId, commandId, shortfall.reason(), shortfall.sku()))
          .orElseGet(() -> new StockReserved(orderId, commandId));
    } else if (command instanceof CommitStock) {
      reservation.commit(stock);
      return new StockCommitted(orderId, commandId);
    } else if (command instanceof ReleaseStock) {
      reservation.release(stock);
      return new StockReleased(orderId, commandId);
    } else if (command instanceof ShipStock) {
      reservation.ship(stock);
      return new StockShipped(orderId, commandId);
    } else if (command instanceof Restock) {
      reservation.restock(stock);
      return new StockRestocked(orderId, commandId);
    }
    throw new IllegalArgumentException("no handler for " + command.type());
  }

  /**
   * @throws IllegalArgumentException when there is no line, or one without SKU or unit
   */
  static UnitsBySku linesOf(ReserveStock reserve) {
    if (reserve.lines().isEmpty()) {
      throw new IllegalArgumentException("a reservation has at least one line");
    }
    UnitsBySku lines = UnitsBySku.NONE;
    for (StockLine line : reserve.lines()) {
      lines = lines.plus(line.sku(), line.quantity());
    }
    return lines;
  }

  private Reservation of(UUID orderId) {
    return known.computeIfAbsent(
        orderId,
        unheardOf -> made.computeIfAbsent(unheardOf, id -> new Reservation(id, stock.at())));
  }

  /** New reservations. */
  Collection<Reservation> made() {
    return made.values();
  }

  LockedStock lockedStock() {
    return stock;
  }

  List<Availability> changed() {
    return stock.moved().stream().map(Availability::of).toList();
  }

  Map<Outcome, Integer> outcomes() {
    return outcomes;
  }

  /** The results of commands. The names are values of a metric's tag: do not rename them. */
  enum Outcome {
    RESERVED,
    REJECTED,
    COMMITTED,
    RELEASED,
    SHIPPED,
    RESTOCKED;

    private static final Map<Class<?>, Outcome> BY_ANSWER =
        Map.of(
            StockReserved.class, RESERVED,
            StockRejected.class, REJECTED,
            StockCommitted.class, COMMITTED,
            StockReleased.class, RELEASED,
            StockShipped.class, SHIPPED,
            StockRestocked.class, RESTOCKED);

    static Outcome of(InventoryEvent answer) {
      return BY_ANSWER.get(answer.getClass());
    }
  }
}
