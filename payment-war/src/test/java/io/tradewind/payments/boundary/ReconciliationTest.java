package io.tradewind.payments.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.payments.control.LedgerProgress.Mark;
import io.tradewind.payments.control.PaymentGateway;
import io.tradewind.payments.control.ProviderLine;
import io.tradewind.payments.control.ProviderPayment;
import io.tradewind.payments.control.Reconciler;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.values.Ids;
import jakarta.ws.rs.ProcessingException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final Desk desk = new Desk();
  private final Ledger ledger = new Ledger();
  private final List<String> asked = new ArrayList<>();
  private long time;
  private final PaymentGateway gateway =
      request -> {
        asked.add(request.key());
        return new Done(0);
      };
  private final Reconciliation reconciliation =
      new Reconciliation(desk, ledger, gateway, Duration.ofMinutes(2), () -> time);

  @Test
  void oneThatCannotBeComparedHoldsNoOtherUpAndComesAgain() {
    reconciliation.run();
    assertThat(desk.compared).containsExactly("first", "last");
    assertThat(desk.comingAgain).containsExactly("poison");
    assertThat(desk.position).isEqualTo(3);
  }

  @Test
  void oneWhoseFindingCannotBeReadHoldsNoOtherUp() {
    desk.unreadable = "poison";
    reconciliation.run();
    assertThat(desk.compared).containsExactly("first", "last");
    assertThat(desk.passedOver).containsExactly("poison");
  }

  @Test
  void everythingIsListedBeforeAnybodyIsAsked() {
    desk.away = true;
    reconciliation.run();
    assertThat(desk.listed).containsExactly("first", "poison", "last");
    assertThat(desk.compared).containsExactly("first");
    assertThat(asked).isEmpty();
  }

  @Test
  void moneyMovesOnlyWhenAllHasBeenCompared() {
    desk.toCorrect.add("first");
    reconciliation.run();
    assertThat(asked).containsExactly("key of first");

    ledger.away = true;
    reconciliation.run();
    assertThat(asked).hasSize(1);
  }

  @Test
  void aLedgerThatIsReadForTooLongIsReadOnInTheNextRunAndMovesNoMoneyBefore() {
    desk.toCorrect.add("first");
    ledger.pageLength = 1;
    ledger.reading = () -> time += TimeUnit.MINUTES.toNanos(3);

    reconciliation.run();
    assertThat(desk.listed).containsExactly("first", "poison");
    assertThat(desk.compared).isEmpty();
    assertThat(asked).isEmpty();

    reconciliation.run();
    assertThat(desk.listed).containsExactly("first", "poison", "last");
    assertThat(desk.compared).containsExactly("first", "last");
    assertThat(asked).containsExactly("key of first");
  }

  @Test
  void aLedgerThatWasRestoredIsReadAgainFromBeforeTheLastPlaceThatFits() {
    desk.position = 70;
    for (int minute = 0; minute <= 60; minute++) {
      desk.marks.add(0, new Mark(10 + minute, "key-" + minute, NOW.plusSeconds(60L * minute)));
    }
    ledger.lastMarkThatIsThere = 40;
    reconciliation.run();

    // The mark of minute 30 fits. Entries restart 4 minutes before it, their lines 2 before those.
    assertThat(desk.startedAgain).containsExactly(Map.entry(34L, NOW.plusSeconds(60L * 26)));
  }

  @Test
  void aLedgerThatIsAnotherOneIsReadFromItsStart() {
    desk.position = 70;
    desk.marks.add(new Mark(70, "key", NOW));
    reconciliation.run();
    assertThat(desk.startedAgain).containsExactly(Map.entry(0L, Instant.EPOCH));
  }

  /** Three lines; the state of the second payment cannot be queried. */
  private static final class Ledger extends Reconciler {

    private static final List<ProviderLine> LINES =
        List.of(line(1, "first"), line(2, "poison"), line(3, "last"));

    private long lastMarkThatIsThere;
    private int pageLength = LINES.size();
    private Runnable reading = () -> {};
    private boolean away;

    @Override
    public List<ProviderLine> settledLines(long after, Instant now) {
      if (away) {
        throw new ProcessingException("connection refused");
      }
      reading.run();
      int first = (int) Math.min(after, LINES.size());
      return LINES.subList(first, Math.min(first + pageLength, LINES.size()));
    }

    @Override
    public boolean isThere(Mark mark) {
      return mark.position() <= lastMarkThatIsThere;
    }

    @Override
    public ProviderPayment payment(String payment) {
      if (payment.equals("poison")) {
        throw new ProcessingException("connection reset");
      }
      return new ProviderPayment("AUTHORISED", 900, 0, 0, "EUR");
    }

    private static ProviderLine line(long seq, String payment) {
      return new ProviderLine(seq, NOW, "key-" + seq, payment, true, null);
    }
  }

  /** Records its calls, unless the database is unavailable. */
  private static final class Desk extends ReconciliationTransactions {

    private final Set<String> listed = new LinkedHashSet<>();
    private final List<String> compared = new ArrayList<>();
    private final List<String> comingAgain = new ArrayList<>();
    private final List<String> passedOver = new ArrayList<>();
    private final List<String> toCorrect = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Map<Long, Instant> startedAgain = new LinkedHashMap<>();
    private final Set<String> looked = new LinkedHashSet<>();
    private String unreadable;
    private long position;
    private boolean away;

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public List<Mark> marks(int limit) {
      return marks.subList(0, Math.min(limit, marks.size()));
    }

    @Override
    public void startAgain(long from, Instant entries) {
      startedAgain.put(from, entries);
    }

    @Override
    public void read(List<ProviderLine> lines) {
      lines.forEach(line -> listed.add(line.payment()));
      position = lines.get(lines.size() - 1).seq();
    }

    @Override
    public void entries(Instant linesUntil) {
      assertThat(linesUntil).isEqualTo(NOW.minusSeconds(120));
    }

    @Override
    public List<String> open(Instant before) {
      return listed.stream().filter(looked::add).toList();
    }

    @Override
    public void compare(String payment, ProviderPayment there) {
      compared.add(payment);
    }

    @Override
    public List<String> toCorrect() {
      return toCorrect;
    }

    @Override
    public Optional<ProviderRequest> correct(String payment, ProviderPayment there) {
      return Optional.of(
          new ProviderRequest(
              Ids.next(),
              Ids.next(),
              OperationKind.VOID,
              "key of " + payment,
              0,
              "EUR",
              null,
              1,
              null));
    }

    @Override
    public void record(String payment, ProviderAnswer answer) {
      assertThat(answer).isInstanceOf(Done.class);
    }

    @Override
    public void postponeComparison(String payment, String why) {
      if (away) {
        throw new IllegalStateException(new SQLException("no database", "08001"));
      }
      if (payment.equals(unreadable)) {
        throw new IllegalStateException("No conversion value");
      }
      comingAgain.add(payment);
    }

    @Override
    public void skip(String payment) {
      passedOver.add(payment);
    }

    @Override
    public void finished() {
      assertThat(away).isFalse();
    }
  }
}
