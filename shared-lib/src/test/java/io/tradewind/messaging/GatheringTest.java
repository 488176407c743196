package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private final Gathering gathering = new Gathering(Duration.ofMillis(25));

  @Test
  void aLoneMessageIsFollowedAtOnce() {
    assertThat(gathering.after(1, Duration.ofMillis(8))).isZero();
    assertThat(gathering.after(0, Duration.ofMillis(8))).isZero();
  }

  @Test
  void aBatchIsFollowedAfterAsLongAsItTook() {
    assertThat(gathering.after(2, Duration.ofMillis(8))).isEqualTo(Duration.ofMillis(8));
  }

  @Test
  void aLongBatchIsFollowedAfterTheLimit() {
    assertThat(gathering.after(500, Duration.ofSeconds(3))).isEqualTo(Duration.ofMillis(25));
  }
}
