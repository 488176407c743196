package io.tradewind.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

  /** A ticker may start at any value, even just before it overflows. */
  private final AtomicLong ticker =
      new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos());

  private final Heartbeat heartbeat = new Heartbeat(ticker::get);

  @Test
  void aThreadThatBeatsWithinTwoMinutesIsAlive() {
    for (int turn = 0; turn < 5; turn++) {
      heartbeat.beat();
      passes(Duration.ofSeconds(119));
      assertThat(heartbeat.alive()).isTrue();
    }
  }

  @Test
  void aThreadThatHasNotBeatenForTwoMinutesIsNotAliveUntilItDoes() {
    heartbeat.beat();
    passes(Duration.ofMinutes(2));
    assertThat(heartbeat.alive()).isFalse();
    heartbeat.beat();
    assertThat(heartbeat.alive()).isTrue();
  }

  @Test
  void aThreadThatWaitsForTheStartIsAlive() {
    passes(Duration.ofHours(1));
    assertThat(heartbeat.alive()).isTrue();
  }

  @Test
  void aThreadThatHasEndedIsNotAlive() {
    heartbeat.beat();
    heartbeat.end();
    assertThat(heartbeat.alive()).isFalse();
  }

  private void passes(Duration time) {
    ticker.addAndGet(time.toNanos());
  }
}
