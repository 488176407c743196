package io.tradewind.inventory.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
import io.tradewind.inventory.entity.Stock;
import io.tradewind.values.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StockDecisionsTest {

  private final UUID order = Ids.next();
  private final UUID command = Ids.next();

  @Test
  void everyStepOfAnOrderIsAnsweredByNameInOneBatch() {
    StockDecisions batch = aBatchOn(aShelfWith("TEA-001", 10));

    assertThat(batch.decide(command, reserve(order, 2)))
        .isEqualTo(new StockReserved(order, command));
    assertThat(batch.decide(command, new CommitStock(order)))
        .isEqualTo(new StockCommitted(order, command));
    assertThat(batch.decide(command, new ShipStock(order)))
        .isEqualTo(new StockShipped(order, command));
    assertThat(batch.decide(command, new Restock(order)))
        .isEqualTo(new StockRestocked(order, command));
    assertThat(batch.decide(command, new ReleaseStock(Ids.next())))
        .isInstanceOf(StockReleased.class);
  }

  @Test
  void twoHundredBuyersOfFiftyUnitsGetExactlyFifty() {
    Stock shelf = aShelfWith("TEA-001", 50);
    StockDecisions batch = aBatchOn(shelf);
    List<InventoryEvent> answers = new ArrayList<>();

    for (int buyer = 0; buyer < 200; buyer++) {
      answers.add(batch.decide(Ids.next(), reserve(Ids.next(), 1)));
    }

    assertThat(answers.subList(0, 50)).allMatch(StockReserved.class::isInstance);
    assertThat(answers.subList(50, 200))
        .allMatch(
            answer ->
                answer instanceof StockRejected no
                    && no.reason().equals("insufficient-stock")
                    && no.sku().equals("TEA-001"));
    assertThat(shelf.available()).isZero();
    assertThat(batch.changed()).containsExactly(new Availability("TEA-001", 0, shelf.version()));
  }

  @Test
  void aUnitThatIsReleasedInABatchServesTheNextBuyerInIt() {
    StockDecisions batch = aBatchOn(aShelfWith("TEA-001", 1));

    batch.decide(Ids.next(), reserve(order, 1));
    batch.decide(Ids.next(), new ReleaseStock(order));

    assertThat(batch.decide(Ids.next(), reserve(Ids.next(), 1))).isInstanceOf(StockReserved.class);
  }

  @Test
  void aDuplicateIsAnsweredAgainAndHoldsNothingMore() {
    Stock shelf = aShelfWith("TEA-001", 10);
    StockDecisions batch = aBatchOn(shelf);

    InventoryEvent first = batch.decide(command, reserve(order, 2));

    assertThat(batch.decide(command, reserve(order, 2))).isEqualTo(first);
    assertThat(shelf.reserved()).isEqualTo(2);
    assertThat(batch.made()).hasSize(1);
  }

  @Test
  void aReleaseBeforeItsReserveLeavesNothingHeld() {
    Stock shelf = aShelfWith("TEA-001", 10);
    StockDecisions batch = aBatchOn(shelf);

    batch.decide(Ids.next(), new ReleaseStock(order));

    assertThat(batch.decide(command, reserve(order, 2)))
        .isEqualTo(new StockRejected(order, command, "already-released", null));
    assertThat(shelf.reserved()).isZero();
  }

  @Test
  void aReservationWithoutLinesOrUnitsIsNoReservation() {
    StockDecisions batch = aBatchOn(aShelfWith("TEA-001", 10));

    assertThatThrownBy(() -> batch.decide(command, new ReserveStock(order, List.of())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batch.decide(command, reserve(order, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlySkusThatMayMoveAreLocked() {
    StockDecisions batch = aBatchOn(aShelfWith("TEA-001", 10));
    batch.decide(command, reserve(order, 2));
    UUID newcomer = Ids.next();
    InventoryCommand another =
        new ReserveStock(newcomer, List.of(new StockLine("CUP-001", 1), new StockLine("A1", 1)));

    assertThat(StockUpdates.skusOf(List.of(another), List.of())).containsExactly("A1", "CUP-001");
    assertThat(StockUpdates.skusOf(List.of(new ReleaseStock(order)), batch.made()))
        .containsExactly("TEA-001");
    assertThat(
            StockUpdates.skusOf(List.of(reserve(order, 2), new CommitStock(order)), batch.made()))
        .isEmpty();

    StockDecisions rejecting = aBatchOn(aShelfWith("TEA-001", 1));
    rejecting.decide(command, reserve(order, 2));
    assertThat(StockUpdates.skusOf(List.of(new ReleaseStock(order)), rejecting.made())).isEmpty();
    assertThat(StockUpdates.skusOf(List.of(new CommitStock(order)), rejecting.made()))
        .containsExactly("TEA-001");

    StockDecisions confirming = aBatchOn(aShelfWith("TEA-001", 1));
    confirming.confirm(order);
    assertThat(StockUpdates.skusOf(List.of(reserve(order, 1)), confirming.made()))
        .containsExactly("TEA-001");
  }

  @Test
  void aMovementRemembersTheStockThatItLeft() {
    StockDecisions batch = aBatchOn(aShelfWith("TEA-001", 10));
    batch.decide(command, reserve(order, 2));
    batch.decide(Ids.next(), new ShipStock(order));

    assertThat(batch.lockedStock().movements())
        .extracting("seq", "units", "onHand", "reserved", "orderId")
        .containsExactly(tuple(2L, 2L, 10L, 2L, order), tuple(3L, 2L, 8L, 0L, order));
  }

  private static ReserveStock reserve(UUID order, int units) {
    return new ReserveStock(order, List.of(new StockLine("TEA-001", units)));
  }

  private static StockDecisions aBatchOn(Stock shelf) {
    return Batches.on(List.of(), List.of(shelf));
  }

  private static Stock aShelfWith(String sku, long units) {
    return Batches.aShelfWith(sku, units);
  }
}
