package io.tradewind.payments.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.payments.control.PaymentGateway;
import io.tradewind.payments.control.ProviderClient;
import io.tradewind.payments.control.ProviderClient.Line;
import io.tradewind.payments.control.ProviderClient.Standing;
import io.tradewind.payments.control.Reconciler;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.ws.rs.ProcessingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

  private final Desk desk = new Desk();
  private final PaymentGateway nobody =
      request -> {
        throw new AssertionError("nothing differs, and yet the provider is asked: " + request);
      };
  private final Reconciliation reconciliation =
      new Reconciliation(desk, new Ledger(), nobody, Duration.ofMinutes(1));

  @Test
  void oneThatCannotBeComparedHoldsNoOtherUpAndComesAgain() {
    reconciliation.run();
    assertThat(desk.compared).containsExactly("first", "last");
    assertThat(desk.comingAgain).containsExactly("poison");
    assertThat(desk.position).isEqualTo(3);
  }

  @Test
  void whatCannotBeWrittenDownIsReadAgain() {
    desk.away = true;
    reconciliation.run();
    assertThat(desk.compared).containsExactly("first");
    assertThat(desk.position).isZero();
  }

  /** Three lines, and no way to hear how the second's payment stands. */
  private static final class Ledger extends Reconciler {

    private static final List<Line> LINES =
        List.of(line(1, "first"), line(2, "poison"), line(3, "last"));

    @Override
    public List<Line> settledLines(long after) {
      return LINES.subList((int) after, LINES.size());
    }

    @Override
    public Standing standing(String payment) {
      if (payment.equals("poison")) {
        throw new ProcessingException("connection reset");
      }
      return new ProviderClient.Standing("AUTHORISED", 900, 0, 0, "EUR");
    }

    private static Line line(long seq, String payment) {
      return new Line(seq, "2026-01-01T00:00:00Z", "key-" + seq, payment, "authorise", "DONE");
    }
  }

  /** Remembers what it is told, unless the database is away. */
  private static final class Desk extends ReconciliationDesk {

    private final List<String> compared = new ArrayList<>();
    private final List<String> comingAgain = new ArrayList<>();
    private long position;
    private boolean away;

    @Override
    public long position() {
      return position;
    }

    @Override
    public Set<String> suspects(List<Line> lines) {
      return new LinkedHashSet<>(lines.stream().map(Line::payment).toList());
    }

    @Override
    public Optional<ProviderRequest> compare(String payment, Standing there) {
      compared.add(payment);
      return Optional.empty();
    }

    @Override
    public void comesAgain(String payment, String why) {
      if (away) {
        throw new IllegalStateException("no database");
      }
      comingAgain.add(payment);
    }

    @Override
    public void read(long read) {
      position = read;
    }
  }
}
