package io.tradewind.inventory.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.inventory.CommitStock;
import io.tradewind.contracts.inventory.InventoryCommand;
import io.tradewind.contracts.inventory.InventoryEvent;
import io.tradewind.contracts.inventory.ReleaseStock;
import io.tradewind.contracts.inventory.ReserveStock;
import io.tradewind.contracts.inventory.Restock;
import io.tradewind.contracts.inventory.ShipStock;
import io.tradewind.contracts.inventory.StockLine;
import io.tradewind.contracts.inventory.StockRejected;
import io.tradewind.contracts.inventory.StockReserved;
import io.tradewind.inventory.entity.CommandRefused;
import io.tradewind.inventory.entity.InsufficientStock;
import io.tradewind.inventory.entity.MovementType;
import io.tradewind.inventory.entity.Reservation;
import io.tradewind.inventory.entity.ReservationStatus;
import io.tradewind.inventory.entity.Stock;
import io.tradewind.inventory.entity.StockMovement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The sums hold for any commands in any order, repeated and shuffled, in batches of any size. */
class StockInvariantsTest {

  private static final List<String> SKUS = List.of("TEA-001", "TEA-002", "CUP-001");

  /** Adjusts the stock when there is no command. */
  record Step(UUID id, InventoryCommand command, String sku, int delta) {}

  @Property(tries = 500)
  void theBooksAddUpAfterAnyHistory(@ForAll("histories") List<Step> history) {
    Books books = new Books();
    for (Step step : history) {
      books.take(step);
      books.check();
    }
  }

  /**
   * The exception is a rejected reserve whose commit came: it was held once, see {@link
   * Reservation}.
   */
  @Property(tries = 200)
  void aWholeReplayChangesNothingAndAnswersTheSame(@ForAll("histories") List<Step> history) {
    Books books = new Books();
    Map<UUID, InventoryEvent> firstAnswers = new LinkedHashMap<>();
    Set<UUID> heldAfterAll = new HashSet<>();
    List<Step> done = new ArrayList<>();
    for (Step step : history) {
      boolean rejected = books.isRejected(step);
      InventoryEvent answer = books.take(step);
      if (rejected && !books.isRejected(step)) {
        heldAfterAll.add(step.command().orderId());
      }
      if (answer != null && firstAnswers.putIfAbsent(step.id(), answer) == null) {
        done.add(step);
      }
    }
    String before = books.checksum();

    for (Step step : done) {
      InventoryEvent again = books.take(step);
      if (again != null) {
        InventoryEvent first = firstAnswers.get(step.id());
        boolean held = first instanceof StockRejected && heldAfterAll.contains(first.orderId());
        assertThat(again.getClass()).isEqualTo(held ? StockReserved.class : first.getClass());
      }
    }

    assertThat(books.checksum()).isEqualTo(before);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<UUID> orders = Arbitraries.integers().between(1, 6).map(n -> new UUID(7, n));
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 5);
    Arbitrary<String> skus = Arbitraries.of(SKUS);
    Arbitrary<Integer> deltas = Arbitraries.integers().between(-8, 8);
    return Combinators.combine(orders, kinds, skus, deltas)
        .as(StockInvariantsTest::step)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  /** An order has one command of each kind, so a kind drawn twice is a redelivery. */
  private static Step step(UUID order, int kind, String sku, int delta) {
    UUID id = new UUID(kind, order.getLeastSignificantBits());
    return switch (kind) {
      case 0 -> new Step(id, new ReserveStock(order, linesOf(order)), null, 0);
      case 1 -> new Step(id, new CommitStock(order), null, 0);
      case 2 -> new Step(id, new ReleaseStock(order), null, 0);
      case 3 -> new Step(id, new ShipStock(order), null, 0);
      case 4 -> new Step(id, new Restock(order), null, 0);
      default -> new Step(id, null, sku, delta);
    };
  }

  private static List<StockLine> linesOf(UUID order) {
    int seed = (int) order.getLeastSignificantBits();
    return IntStream.rangeClosed(0, seed % 3)
        .mapToObj(n -> new StockLine(SKUS.get((seed + n) % SKUS.size()), 1 + (seed + n) % 4))
        .toList();
  }

  /** The rows that the database would have. */
  private static final class Books {

    private final Map<String, Stock> stocks = new LinkedHashMap<>();
    private final Map<UUID, Reservation> reservations = new LinkedHashMap<>();
    private final List<StockMovement> movements = new ArrayList<>();

    Books() {
      SKUS.forEach(sku -> stocks.put(sku, new Stock(sku)));
    }

    boolean isRejected(Step step) {
      Reservation reservation =
          step.command() == null ? null : reservations.get(step.command().orderId());
      return reservation != null && reservation.status() == ReservationStatus.REJECTED;
    }

    /** The answer, or null when there is none. */
    InventoryEvent take(Step step) {
      if (step.command() == null) {
        adjust(step);
        return null;
      }
      StockDecisions batch = Batches.on(reservations.values(), stocks.values());
      try {
        InventoryEvent answer = batch.decide(step.id(), step.command());
        batch.made().forEach(made -> reservations.put(made.orderId(), made));
        movements.addAll(batch.lockedStock().movements());
        return answer;
      } catch (CommandRefused parked) {
        assertThat(batch.lockedStock().movements()).isEmpty();
        return null;
      }
    }

    private void adjust(Step step) {
      if (step.delta() == 0) {
        return;
      }
      try {
        movements.add(stocks.get(step.sku()).adjust(step.delta(), "any", null, Batches.NOW));
      } catch (InsufficientStock refused) {
        assertThat(refused.available()).isLessThan(-step.delta());
      }
    }

    void check() {
      for (Stock stock : stocks.values()) {
        assertThat(stock.available()).isNotNegative();
        assertThat(stock.reserved()).isNotNegative();
        assertThat(stock.available() + stock.reserved()).isEqualTo(stock.onHand());
        assertThat(stock.onHand())
            .isEqualTo(
                sum(stock, MovementType.ADJUSTMENT)
                    + sum(stock, MovementType.RESTOCK)
                    - sum(stock, MovementType.SHIP));
        assertThat(stock.reserved())
            .isEqualTo(
                sum(stock, MovementType.RESERVE)
                    - sum(stock, MovementType.RELEASE)
                    - sum(stock, MovementType.SHIP))
            .isEqualTo(held(stock));
        assertThat(stock.version())
            .isEqualTo(movements.stream().filter(m -> m.sku().equals(stock.sku())).count());
      }
    }

    private long sum(Stock stock, MovementType type) {
      return movements.stream()
          .filter(movement -> movement.sku().equals(stock.sku()) && movement.type() == type)
          .mapToLong(StockMovement::units)
          .sum();
    }

    private long held(Stock stock) {
      return reservations.values().stream()
          .filter(
              reservation ->
                  reservation.status() == ReservationStatus.HELD
                      || reservation.status() == ReservationStatus.COMMITTED)
          .mapToLong(reservation -> reservation.lines().units().getOrDefault(stock.sku(), 0L))
          .sum();
    }

    String checksum() {
      StringBuilder all = new StringBuilder();
      stocks.values().forEach(s -> all.append(s.sku()).append(s.onHand()).append(s.reserved()));
      reservations.values().forEach(r -> all.append(r.orderId()).append(r.status()));
      return all.append(movements.size()).toString();
    }
  }
}
