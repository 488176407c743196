package io.tradewind.orders.entity;

import static io.tradewind.orders.entity.OrderStatus.CANCELLED;
import static io.tradewind.orders.entity.OrderStatus.DELIVERED;
import static io.tradewind.orders.entity.OrderStatus.REJECTED;
import static io.tradewind.orders.entity.OrderStatus.RETURNED;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.architecture.Approved;
import io.tradewind.orders.entity.OrderSaga.Row;
import io.tradewind.orders.entity.SagaSignal.Answer;
import io.tradewind.orders.entity.SagaSignal.StepOverdue;
import io.tradewind.orders.entity.SagaWalk.Situation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderSagaTest {

  private static final SagaWalk WALK = SagaWalk.everywhere();

  /** The statuses in which an order may stay for ever. */
  private static final Set<OrderStatus> FINAL = Set.of(DELIVERED, REJECTED, CANCELLED, RETURNED);

  @Test
  void noPairIsThereTwice() {
    assertThat(OrderSaga.rows().stream().map(row -> row.in() + " " + row.on().getSimpleName()))
        .doesNotHaveDuplicates();
  }

  @Test
  void everySignalHasARow() {
    assertThat(OrderSaga.rows().stream().map(Row::on).collect(toSet()))
        .isEqualTo(Signals.all().stream().map(SagaSignal::getClass).collect(toSet()));
  }

  @Test
  void everyCommandIsSentButTheOneOfEarlierVersions() {
    assertThat(OrderSaga.rows().stream().flatMap(row -> row.send().stream()).collect(toSet()))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(SagaCommand.COMMIT_STOCK)));
  }

  @Test
  void everyCommandHasAnAnswer() {
    assertThat(SagaCommand.values()).allMatch(command -> !Signals.answersTo(command).isEmpty());
  }

  @Test
  void noRowIsDead() {
    assertThat(WALK.rowsUsed()).isEqualTo(new HashSet<>(OrderSaga.rows()));
  }

  @Test
  void everyStatusCanBeReached() {
    assertThat(WALK.situations().stream().map(Situation::status).collect(toSet()))
        .containsExactlyInAnyOrder(OrderStatus.values());
  }

  @Test
  void everySituationReachesAFinalStatusWithNothingLeftToHear() {
    assertThat(WALK.situations())
        .allMatch(
            situation ->
                WALK.leadsTo(
                    situation, end -> FINAL.contains(end.status()) && end.awaiting().isEmpty()));
  }

  @Test
  void noAnswerThatIsAwaitedIsEverRefused() {
    for (Situation situation : WALK.situations()) {
      Stream<Answer> due =
          situation.awaiting().stream().flatMap(command -> Signals.answersTo(command).stream());
      assertThat(due)
          .allMatch(
              answer ->
                  OrderSaga.react(situation.status(), situation.awaiting(), answer).isPresent());
    }
  }

  @Test
  void noOrderAsksTheSameTwice() {
    assertThat(WALK.situations())
        .allMatch(
            situation -> Set.copyOf(situation.everSent()).size() == situation.everSent().size());
  }

  @Test
  void anUnsettledOrderAlwaysHasAnUnansweredCommandToRetry() {
    assertThat(WALK.situations())
        .filteredOn(situation -> situation.status() != OrderStatus.NEW)
        .filteredOn(situation -> !situation.status().settled())
        .filteredOn(situation -> !OrderSaga.undone(situation.status(), situation.awaiting()))
        .allMatch(situation -> !situation.awaiting().isEmpty());
  }

  @Test
  void onlyStepsBeforeThePivotHearADeadline() {
    assertThat(OrderSaga.rows().stream().filter(row -> row.on() == StepOverdue.class).map(Row::in))
        .containsExactly(OrderStatus.AUTHORIZING, OrderStatus.RESERVING);
  }

  @Test
  void aDeadOrderWaitsForNothing() {
    assertThat(WALK.situations())
        .filteredOn(situation -> Set.of(REJECTED, CANCELLED, RETURNED).contains(situation.status()))
        .allMatch(situation -> situation.awaiting().isEmpty());
  }

  @Test
  void everyDeadOrderGetsItsCapturedMoneyBack() {
    for (Situation end : WALK.situations()) {
      List<SagaCommand> sent = end.everSent();
      if (Set.of(CANCELLED, RETURNED).contains(end.status())) {
        assertThat(sent).containsAnyOf(SagaCommand.VOID_PAYMENT, SagaCommand.REFUND_PAYMENT);
      }
      if (FINAL.contains(end.status())
          && end.status() != DELIVERED
          && sent.contains(SagaCommand.CAPTURE_PAYMENT)) {
        assertThat(sent).containsAnyOf(SagaCommand.RELEASE_STOCK, SagaCommand.RESTOCK);
      }
    }
  }

  @Test
  void theRefusedPairsAreTheApprovedOnes() {
    Approved.file("src/test/resources/refused-pairs.txt").is(refusedPairs());
  }

  private static String refusedPairs() {
    TreeSet<String> refused =
        Arrays.stream(OrderStatus.values())
            .flatMap(status -> Signals.all().stream().map(signal -> pair(status, signal)))
            .filter(pair -> pair != null)
            .collect(toCollection(TreeSet::new));
    return String.join("\n", refused) + "\n";
  }

  private static String pair(OrderStatus status, SagaSignal signal) {
    return OrderSaga.rowFor(status, signal.getClass()).isPresent()
        ? null
        : status + " refuses " + signal.name();
  }
}
