package io.tradewind.inventory.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.values.Ids;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StockTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Stock stock = ReservationTest.aShelfWith("TEA-001", 10);

  @Test
  void anAdjustmentMayTakeWhatNoOrderHoldsAndNotOneMore() {
    stock.reserve(4, Ids.next(), NOW);

    assertThatThrownBy(() -> stock.adjust(-7, "broken", null, NOW))
        .isInstanceOf(InsufficientStock.class);
    stock.adjust(-6, "broken", null, NOW);

    assertThat(stock.onHand()).isEqualTo(4);
    assertThat(stock.available()).isZero();
  }

  @Test
  void aRefusedChangeLeavesNoTrace() {
    long before = stock.version();

    assertThatThrownBy(() -> stock.adjust(-11, "broken", null, NOW))
        .isInstanceOf(InsufficientStock.class);
    assertThatThrownBy(() -> stock.reserve(11, Ids.next(), NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> stock.release(1, Ids.next(), NOW))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stock.version()).isEqualTo(before);
    assertThat(stock.available()).isEqualTo(10);
  }

  @Test
  void theVersionIsTheNumberOfTheLastMovement() {
    StockMovement movement = stock.adjust(5, "delivery", null, NOW);

    assertThat(movement.seq()).isEqualTo(stock.version()).isEqualTo(2);
    assertThat(movement.onHand()).isEqualTo(15);
  }
}
