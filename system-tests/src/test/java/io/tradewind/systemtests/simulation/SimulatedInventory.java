package io.tradewind.systemtests.simulation;

import io.tradewind.inventory.entity.LockedStock;
import io.tradewind.inventory.entity.Reservation;
import io.tradewind.inventory.entity.ReservationStatus;
import io.tradewind.inventory.entity.Shortfall;
import io.tradewind.inventory.entity.Stock;
import io.tradewind.inventory.entity.StockMovement;
import io.tradewind.inventory.entity.UnitsBySku;
import io.tradewind.orders.entity.SagaSignal;
import io.tradewind.values.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The simulated inventory service; the rules of a reservation are the service's own. */
final class SimulatedInventory {

  private static final Duration OVERDUE = Duration.ofMinutes(15);

  final SimulatedOutbox outgoing = new SimulatedOutbox();
  private final Map<String, Stock> stocks = new LinkedHashMap<>();
  private final Map<UUID, Reservation> reservations = new LinkedHashMap<>();
  private final List<StockMovement> movements = new ArrayList<>();
  private final Set<PlantedBug> bugs;

  SimulatedInventory(Set<PlantedBug> bugs) {
    this.bugs = bugs;
  }

  void receive(String sku, long units, Instant now) {
    Stock stock = stocks.computeIfAbsent(sku, Stock::new);
    movements.add(stock.adjust(units, "first stock", null, now));
  }

  void take(Wire.Command command, Instant now) {
    LockedStock locked = new LockedStock(stocks.values(), now);
    SagaSignal.Answer answer = decide(command, of(command, now), locked);
    movements.addAll(locked.movements());
    outgoing.add(new Wire.Answer(Ids.next(), command.orderId(), command.id(), answer));
  }

  /** An event may come before the commands that led to it. */
  void hear(Wire.News news, Instant now) {
    if (news.type().equals("OrderConfirmed") && !bugs.contains(PlantedBug.CONFIRMATION_UNHEARD)) {
      LockedStock locked = new LockedStock(stocks.values(), now);
      reservations.computeIfAbsent(news.orderId(), id -> new Reservation(id, now)).confirm(locked);
      movements.addAll(locked.movements());
    }
  }

  private Reservation of(Wire.Command command, Instant now) {
    if (bugs.contains(PlantedBug.NO_DEDUPLICATION)
        && command.kind().name().equals("RESERVE_STOCK")) {
      reservations.remove(command.orderId());
    }
    return reservations.computeIfAbsent(command.orderId(), id -> new Reservation(id, now));
  }

  private SagaSignal.Answer decide(
      Wire.Command command, Reservation reservation, LockedStock locked) {
    switch (command.kind()) {
      case RESERVE_STOCK -> {
        Optional<Shortfall> shortfall =
            reservation.reserve(command.id(), linesOf(command), OVERDUE, locked);
        return shortfall
            .<SagaSignal.Answer>map(why -> new SagaSignal.StockRejected(why.reason()))
            .orElseGet(SagaSignal.StockReserved::new);
      }
      case COMMIT_STOCK -> {
        reservation.commit(locked);
        return new SagaSignal.StockCommitted();
      }
      case RELEASE_STOCK -> {
        plantSecondRelease(reservation, locked);
        reservation.release(locked);
        return new SagaSignal.StockReleased();
      }
      case SHIP_STOCK -> {
        reservation.ship(locked);
        return new SagaSignal.StockShipped();
      }
      case RESTOCK -> {
        reservation.restock(locked);
        return new SagaSignal.StockRestocked();
      }
      default -> throw new IllegalArgumentException("not for the stock: " + command.kind());
    }
  }

  /** Releases again, as if the reservation's row had not been written together with the units. */
  private void plantSecondRelease(Reservation reservation, LockedStock locked) {
    if (bugs.contains(PlantedBug.RELEASE_TWICE)
        && reservation.status() == ReservationStatus.RELEASED
        && !reservation.lines().equals(UnitsBySku.NONE)) {
      Reservation forgotten = new Reservation(reservation.orderId(), locked.at());
      List<Stock> plenty = new ArrayList<>();
      reservation
          .lines()
          .units()
          .forEach(
              (sku, units) -> {
                Stock stock = new Stock(sku);
                stock.adjust(units, "planted", null, locked.at());
                plenty.add(stock);
              });
      forgotten.reserve(
          Ids.next(), reservation.lines(), OVERDUE, new LockedStock(plenty, locked.at()));
      forgotten.release(locked);
    }
  }

  private static UnitsBySku linesOf(Wire.Command command) {
    UnitsBySku lines = UnitsBySku.NONE;
    for (Map.Entry<String, Integer> line : command.units().entrySet()) {
      lines = lines.plus(line.getKey(), line.getValue());
    }
    return lines;
  }

  Collection<Stock> stocks() {
    return stocks.values();
  }

  Collection<Reservation> reservations() {
    return reservations.values();
  }

  List<StockMovement> movements() {
    return movements;
  }
}
