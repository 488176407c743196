package io.tradewind.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.books.Facts.Acknowledged;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecorderTest {

  private static final Acknowledged PROMISE =
      new Acknowledged(new UUID(0, 1), new UUID(0, 2), "key");

  private final Recorder recorder = new Recorder(2);

  @Test
  void latencyCountsFromTheIntendedTimeAndNotFromTheSending() {
    recorder.sending(0, 1_000_000, 5_000_000);
    recorder.accepted(0, PROMISE, 8_000_000);
    recorder.confirmed(PROMISE.orderId().toString(), 11_000_000);
    Latencies latencies = Latencies.of(recorder, new Arrivals(new long[1], 0));

    assertThat(latencies.confirmed().getMaxValue()).isBetween(9_990L, 10_010L);
    assertThat(latencies.lateness().getMaxValue()).isBetween(3_990L, 4_010L);
  }

  @Test
  void aFrameMayOvertakeTheAnswerOfItsOwnRequest() {
    recorder.sending(0, 0, 0);
    recorder.confirmed(PROMISE.orderId().toString(), 7);
    recorder.accepted(0, PROMISE, 9);

    assertThat(recorder.confirmedAt(0)).isEqualTo(7);
  }

  @Test
  void anOrderNeitherConfirmedNorFailedIsBacklog() {
    recorder.sending(0, 0, 0);
    recorder.sending(1, 0, 0);
    recorder.failed("status 500");

    assertThat(recorder.backlog()).isEqualTo(1);
  }
}
