package io.tradewind.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptivePauseTest {

  private static final Duration LONGEST = Duration.ofMillis(40);

  @Test
  void anEasyMachineDoesNotWait() {
    assertThat(atLoad(0)).isZero();
    assertThat(atLoad(0.6)).isZero();
  }

  @Test
  void aFullMachineWaitsTheWholeTimeAndNoLonger() {
    assertThat(atLoad(0.9)).isEqualTo(LONGEST);
    assertThat(atLoad(1)).isEqualTo(LONGEST);
  }

  @Test
  void theWaitGrowsWithTheLoadInBetween() {
    assertThat(atLoad(0.7)).isPositive().isLessThan(atLoad(0.8));
    assertThat(atLoad(0.8)).isLessThan(LONGEST);
  }

  @Test
  void theLoadOfThisMachineIsAShare() {
    assertThat(ProcessorLoad.current()).isBetween(0.0, 1.0);
  }

  private static Duration atLoad(double load) {
    return new AdaptivePause(LONGEST, () -> load).now();
  }
}
