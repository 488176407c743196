package io.tradewind.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final int TICKS_A_SECOND = 20;
  private static final int TICKS_A_SAMPLE = 10;

  private long nanos;
  private final Admission admission = new Admission(Duration.ofSeconds(4), () -> nanos);
  private double underWay;
  private long placed;
  private long accepted;
  private long refused;
  private double longestWaitSeconds;

  @Test
  void nobodyIsTurnedAwayWhileOrdersSettleAsTheyCome() {
    run(60, 400, 500);

    assertThat(refused).isZero();
  }

  @Test
  void aBurstOnAnIdleSystemIsAccepted() {
    run(5, 0, 200);
    run(1, 900, 200);

    assertThat(refused).isZero();
  }

  @Test
  void fourTimesTheCapacityIsAcceptedAsFarAsItSettlesInTime() {
    run(30, 400, 100);
    forgetTheStart();
    run(120, 400, 100);

    assertThat(accepted).isBetween(11_000L, 12_500L);
    assertThat(longestWaitSeconds).isLessThan(8);
  }

  @Test
  void aProviderThatBecomesSlowHoldsNewOrdersBack() {
    run(30, 80, 100);
    run(60, 80, 20);
    forgetTheStart();
    run(60, 80, 20);

    assertThat(accepted).isBetween(1_000L, 1_400L);
    assertThat(longestWaitSeconds).isLessThan(8);
  }

  @Test
  void afterTheOverloadEverybodyIsAcceptedAgain() {
    run(60, 400, 100);
    run(10, 50, 100);
    forgetTheStart();
    run(60, 50, 100);

    assertThat(refused).isZero();
    assertThat(underWay).isLessThan(10);
  }

  /** The others are found out about with a few orders at a time. */
  @Test
  void aSystemThatSettlesNothingAcceptsFewAndRecovers() {
    run(30, 100, 0);
    forgetTheStart();
    run(30, 100, 0);
    assertThat(accepted).isZero();
    assertThat(underWay).isLessThan(1_000);

    run(30, 100, 300);
    forgetTheStart();
    run(30, 100, 300);
    assertThat(refused).isZero();
  }

  private void run(int seconds, int offered, int settling) {
    for (int tick = 0; tick < seconds * TICKS_A_SECOND; tick++) {
      nanos += TimeUnit.SECONDS.toNanos(1) / TICKS_A_SECOND;
      underWay = Math.max(0, underWay - settling / (double) TICKS_A_SECOND);
      for (int n = 0; n < offered / TICKS_A_SECOND; n++) {
        if (admission.refusal().isEmpty()) {
          accepted++;
          placed++;
          underWay++;
        } else {
          refused++;
        }
      }
      longestWaitSeconds = Math.max(longestWaitSeconds, underWay / Math.max(1, settling));
      if (tick % TICKS_A_SAMPLE == 0) {
        admission.sample(Math.round(underWay), placed);
        placed = 0;
      }
    }
  }

  private void forgetTheStart() {
    accepted = 0;
    refused = 0;
    longestWaitSeconds = 0;
  }
}
