package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @Test
  void zeroToThirtySecondsMayBeWaited() {
    assertThat(Durations.waitOf(null)).isZero();
    assertThat(Durations.waitOf("0s")).isZero();
    assertThat(Durations.waitOf("30s")).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"31s", "-1s", "10", "s", "", "1m", "1.5s", "10S", "1000s", " 1s", "PT5S"})
  void anotherWaitIsRefused(String wait) {
    assertThatThrownBy(() -> Durations.waitOf(wait)).isInstanceOf(ProblemException.class);
  }
}
