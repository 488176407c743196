package io.tradewind.payments.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.payments.control.OperationProgress.CompletedCall;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.values.Ids;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperationIsolationTest {

  private final Desk desk = new Desk();
  private final List<CompletedCall> unwritten = new ArrayList<>();
  private final OperationIsolation isolating = new OperationIsolation(desk, unwritten::addAll);
  private final List<CompletedCall> heard =
      Stream.generate(() -> done(Ids.next())).limit(64).toList();

  @Test
  void aBatchIsKeptWholeWhileTheDatabaseIsAway() {
    desk.away = true;
    assertThatThrownBy(() -> isolating.settle(heard)).hasRootCauseMessage("connection refused");
    assertThat(unwritten).isEqualTo(heard);
    assertThat(desk.transactions).isOne();

    desk.away = false;
    isolating.settle(List.copyOf(unwritten));
    assertThat(desk.settled).isEqualTo(heard);
    assertThat(desk.transactions).isEqualTo(2);
  }

  @Test
  void anAnswerThatCannotBeWrittenIsPutOffAndAllOthersAreWritten() {
    desk.bad = heard.get(17).asked().orderId();
    isolating.settle(heard);

    assertThat(desk.settled).hasSize(63);
    assertThat(desk.putOff).containsOnlyKeys(desk.bad);
    assertThat(desk.putOff.get(desk.bad)).isEqualTo("SQLException: violates check constraint");
    assertThat(unwritten).isEmpty();
    assertThat(desk.transactions).isLessThan(2 * 8);
  }

  @Test
  void aDatabaseThatGoesAwayMeanwhileLosesNoAnswer() {
    desk.bad = heard.get(17).asked().orderId();
    desk.awayAfter = 3;
    assertThatThrownBy(() -> isolating.settle(heard)).hasRootCauseMessage("connection refused");

    assertThat(desk.settled).doesNotContainAnyElementsOf(unwritten);
    assertThat(desk.settled.size() + unwritten.size()).isEqualTo(heard.size());
  }

  @Test
  void aPaymentThatCannotBeDecidedIsPutOffAndAllOthersAreClaimed() {
    heard.forEach(one -> desk.due.add(one.asked().orderId()));
    desk.bad = heard.get(0).asked().orderId();

    assertThat(isolating.claim(64)).hasSize(63);
    assertThat(desk.putOff).containsOnlyKeys(desk.bad);
  }

  @Test
  void aDatabaseThatIsAwayPutsNoPaymentOff() {
    heard.forEach(one -> desk.due.add(one.asked().orderId()));
    desk.away = true;

    assertThatThrownBy(() -> isolating.claim(64)).hasRootCauseMessage("connection refused");
    assertThat(desk.putOff).isEmpty();
    assertThat(desk.transactions).isOne();
  }

  private static ProviderRequest request(UUID order) {
    return new ProviderRequest(
        order, Ids.next(), OperationKind.AUTHORIZE, "k", 500, "EUR", "pm_ok", 1, null);
  }

  private static CompletedCall done(UUID order) {
    return new CompletedCall(request(order), new Done(500));
  }

  /** The transactions of a database that has one bad row or is unavailable. */
  private static final class Desk extends ProviderTransactions {

    private final List<UUID> due = new ArrayList<>();
    private final List<CompletedCall> settled = new ArrayList<>();
    private final Map<UUID, String> putOff = new LinkedHashMap<>();
    private UUID bad;
    private boolean away;
    private int awayAfter = Integer.MAX_VALUE;
    private int transactions;

    private void begin(List<UUID> orders) {
      transactions++;
      if (away || transactions > awayAfter) {
        throw new IllegalStateException(new SQLException("connection refused", "08001"));
      }
      if (orders.contains(bad)) {
        throw new IllegalStateException(
            new SQLException("violates check constraint\nDetail: Failing row", "23514"));
      }
    }

    @Override
    public List<ProviderRequest> claim(int atMost) {
      begin(due);
      return due.stream().map(OperationIsolationTest::request).toList();
    }

    @Override
    public Optional<ProviderRequest> claim(UUID order) {
      begin(List.of(order));
      return Optional.of(request(order));
    }

    @Override
    public List<UUID> due(int atMost) {
      begin(List.of());
      return due;
    }

    @Override
    public boolean settle(List<CompletedCall> finished) {
      begin(finished.stream().map(one -> one.asked().orderId()).toList());
      settled.addAll(finished);
      return false;
    }

    @Override
    public void postpone(UUID order, String why) {
      begin(List.of());
      putOff.put(order, why);
    }
  }
}
