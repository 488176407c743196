package io.tradewind.orders.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.orders.entity.SagaSignal.Answer;
import io.tradewind.values.Ids;
import io.tradewind.values.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OrderHistoryTest {

  /** Applies random signals to the order, each of them one that it accepts at that point. */
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

  /**
   * The order's database was restored to an earlier time. On the way forward it sends its commands
   * in any case.
   */
  @Test
  void anAnswerToWhatIsYetToBeAskedIsPassedOverUnlessSomebodyHadDecidedOnIt() {
    Order order = SagaDialogue.aPlacedOrder().order();
    UUID capture = SentCommand.idOf(order.id(), SagaCommand.CAPTURE_PAYMENT);
    UUID refund = SentCommand.idOf(order.id(), SagaCommand.REFUND_PAYMENT);
    Instant now = Instant.now();

    assertThat(order.receive(capture, new SagaSignal.PaymentCaptured(), now)).isEmpty();
    for (SagaSignal.Answer undone :
        List.of(new SagaSignal.PaymentVoided(), new SagaSignal.StockReleased())) {
      assertThat(order.receive(SentCommand.idOf(order.id(), undone.answers()), undone, now))
          .isEmpty();
    }
    assertThat(order.status()).isEqualTo(OrderStatus.AUTHORIZING);
    assertThatThrownBy(() -> order.receive(refund, new SagaSignal.PaymentRefunded(), now))
        .isInstanceOf(SignalRefused.class);
    assertThatThrownBy(() -> order.receive(Ids.next(), new SagaSignal.PaymentCaptured(), now))
        .isInstanceOf(SignalRefused.class);
  }

  /** The order never reaches that compensation by itself. */
  @Test
  void aSettledOrderRefusesWhatUndidIt() {
    Order order =
        SagaDialogue.aPlacedOrder()
            .hears(new SagaSignal.PaymentAuthorized())
            .hears(new SagaSignal.StockReserved())
            .hears(new SagaSignal.PaymentCaptured())
            .order();
    UUID release = SentCommand.idOf(order.id(), SagaCommand.RELEASE_STOCK);
    assertThatThrownBy(() -> order.receive(release, new SagaSignal.StockReleased(), Instant.now()))
        .isInstanceOf(SignalRefused.class);
  }

  @Test
  void anOrderThatIsPlacedAgainAsksUnderTheSameIds() {
    Order first = SagaDialogue.aPlacedOrder().order();
    List<Order.Step> steps = new ArrayList<>();
    Order again =
        Order.rebuild(
            first.id(),
            first.userId(),
            new OrderLines(first.lines()),
            first.paymentMethod(),
            first.placedAt(),
            first.placedAt().plusSeconds(3_600),
            steps);

    assertThat(again.commands().get(0).commandId()).isEqualTo(first.commands().get(0).commandId());
    assertThat(again.placedAt()).isEqualTo(first.placedAt());
    assertThat(again.commands().get(0).sentAt()).isEqualTo(first.placedAt().plusSeconds(3_600));
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
