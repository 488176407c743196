package io.tradewind.orders.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.orders.entity.SagaSignal.Answer;
import io.tradewind.values.Money;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OrderHistoryTest {

  /** Walks the order through signals that it may hear just then, picked at random. */
  @Property(tries = 200)
  void foldingTheHistoryGivesTheRow(
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 1000) Integer> choices) {
    SagaDialogue saga = SagaDialogue.aPlacedOrder();
    for (int choice : choices) {
      List<SagaSignal> possible = possible(saga.order());
      if (!possible.isEmpty()) {
        saga.hears(possible.get(choice % possible.size()));
      }
      assertThat(Order.fold(saga.history()))
          .usingRecursiveComparison()
          .ignoringFields("commands")
          .isEqualTo(saga.order());
    }
  }

  @Property(tries = 200)
  void theVersionCountsTheEvents(
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 1000) Integer> choices) {
    SagaDialogue saga = SagaDialogue.aPlacedOrder();
    for (int choice : choices) {
      List<SagaSignal> possible = possible(saga.order());
      if (!possible.isEmpty()) {
        saga.hears(possible.get(choice % possible.size()));
      }
    }
    assertThat(saga.order().version()).isEqualTo(saga.history().size());
    assertThat(saga.history()).extracting(OrderFact::seq).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aHistoryCutShortGivesTheOrderAsItWasThen() {
    SagaDialogue saga =
        SagaDialogue.aPlacedOrder()
            .hears(new SagaSignal.PaymentAuthorized())
            .hears(new SagaSignal.StockRejected("insufficient-stock"));
    Order then = Order.fold(saga.history().subList(0, 2));
    assertThat(then.status()).isEqualTo(OrderStatus.RESERVING);
    assertThat(then.reason()).isNull();
    assertThat(then.version()).isEqualTo(2);
  }

  @Test
  void aSkuThatComesTwiceIsTwoLinesAndOneReservation() {
    Order order = SagaDialogue.aPlacedOrder().order();
    assertThat(order.lines()).hasSize(2);
    assertThat(order.units()).isEqualTo(Map.of("TEA-001", 4));
    assertThat(order.total()).isEqualTo(new Money(4 * 1299, "EUR"));
  }

  private static List<SagaSignal> possible(Order order) {
    return Signals.all().stream()
        .filter(signal -> !(signal instanceof SagaSignal.Undone))
        .filter(signal -> OrderSaga.react(order.status(), order.awaiting(), signal).isPresent())
        .filter(
            signal ->
                !(signal instanceof Answer answer) || order.awaiting().contains(answer.answers()))
        .toList();
  }
}
