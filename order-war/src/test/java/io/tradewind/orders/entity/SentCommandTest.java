package io.tradewind.orders.entity;

import static io.tradewind.orders.entity.SagaDialogue.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.values.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentCommandTest {

  private final SentCommand command = new SentCommand(Ids.next(), SagaCommand.RESERVE_STOCK, NOON);

  @Test
  void patienceDoublesFromFiveToThirtySeconds() {
    List<Duration> patience = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      patience.add(command.patience());
      command.sentAgain(NOON);
    }
    assertThat(patience).extracting(Duration::toSeconds).containsExactly(5L, 10L, 20L, 30L, 30L);
  }

  @Test
  void patienceBeginsWhenTheMessageHasLeft() {
    command.leftAt(NOON.plusSeconds(60));
    assertThat(command.dueBy(NOON.plusSeconds(64))).isFalse();
    assertThat(command.dueBy(NOON.plusSeconds(65))).isTrue();
  }

  @Test
  void aRepeatedCommandIsLeftAloneForItsDoubledInterval() {
    command.sentAgain(NOON);
    assertThat(command.dueBy(NOON.plusSeconds(9))).isFalse();
    assertThat(command.dueBy(NOON.plusSeconds(10))).isTrue();
  }

  @Test
  void sendingAgainKeepsTheCommandId() {
    var id = command.commandId();
    command.sentAgain(NOON);
    assertThat(command.commandId()).isEqualTo(id);
    assertThat(command.attempts()).isEqualTo(2);
  }

  @Test
  void silenceWhileItsAnswersAreParkedDoesNotCount() {
    Duration tenMinutes = Duration.ofMinutes(10);
    assertThat(command.unansweredFor(tenMinutes, NOON.plus(tenMinutes))).isFalse();
    assertThat(command.unansweredFor(tenMinutes, NOON.plus(tenMinutes).plusMillis(1))).isTrue();
    Instant nextDay = NOON.plus(Duration.ofDays(1));
    command.answerIsParked(nextDay);
    assertThat(command.unansweredFor(tenMinutes, nextDay.plus(tenMinutes))).isFalse();
    assertThat(command.unansweredFor(tenMinutes, nextDay.plus(tenMinutes).plusMillis(1))).isTrue();
    assertThat(command.dueBy(nextDay.plusSeconds(29))).isFalse();
    assertThat(command.dueBy(nextDay.plusSeconds(30))).isTrue();
  }

  @Test
  void anAnsweredCommandIsNeverDue() {
    command.answered(NOON);
    assertThat(command.dueBy(NOON.plus(Duration.ofDays(1)))).isFalse();
  }
}
