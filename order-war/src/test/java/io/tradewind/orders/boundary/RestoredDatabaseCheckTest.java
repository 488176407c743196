package io.tradewind.orders.boundary;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.database.TransientFailure;
import io.tradewind.http.ProblemException;
import io.tradewind.messaging.Envelope;
import io.tradewind.messaging.SentMessages;
import io.tradewind.orders.control.LostEvents.PublishedEvent;
import io.tradewind.scheduling.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RestoredDatabaseCheckTest {

  private final Topics sent = new Topics();
  private final KnownLosses lost = new KnownLosses();

  /** A customer who sends the lost order again at this moment would be charged twice. */
  @Test
  void noOrderIsTakenBeforeTheConnectorIsThereToLook() {
    sent.away = true;
    RestoredDatabaseCheck database = within(Duration.ofMinutes(1));
    database.check();
    assertThatThrownBy(database::require)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("just started");

    sent.away = false;
    lost.some = true;
    database.check();
    assertThatThrownBy(database::require)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("lost");

    lost.some = false;
    database.check();
    assertThatCode(database::require).doesNotThrowAnyException();
  }

  @Test
  void aBrokerThatStaysAwayStopsOrdersForAWhileOnly() {
    sent.away = true;
    RestoredDatabaseCheck database = within(Duration.ZERO);
    database.check();
    assertThatCode(database::require).doesNotThrowAnyException();
  }

  private RestoredDatabaseCheck within(Duration withoutALook) {
    return new RestoredDatabaseCheck(lost, sent, new Interval(withoutALook));
  }

  private static final class Topics extends SentMessages {

    private boolean away;

    Topics() {
      super(null);
    }

    @Override
    public void read(Topic topic, Instant since, Consumer<Envelope<Message>> each) {
      if (away) {
        throw new TransientFailure("nothing is connected yet", null);
      }
    }
  }

  private static final class KnownLosses extends LostEventTransactions {

    private boolean some;

    @Override
    Optional<Instant> newestOrder() {
      return Optional.empty();
    }

    @Override
    int add(Collection<PublishedEvent> told) {
      return 0;
    }

    @Override
    State state() {
      return new State(some ? 1 : 0, some, false);
    }
  }
}
