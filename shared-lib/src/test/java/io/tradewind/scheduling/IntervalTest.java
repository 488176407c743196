package io.tradewind.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntervalTest {

  private final AtomicLong ticker = new AtomicLong(Long.MAX_VALUE - 5);
  private final Interval interval = new Interval(Duration.ofNanos(10), ticker::get);

  @Test
  void anIntervalHasPassedAtFirstAndThenOnlyAfterItsLength() {
    assertThat(interval.passed()).isTrue();
    interval.restart();
    ticker.addAndGet(9);
    assertThat(interval.passed()).isFalse();
    ticker.addAndGet(1);
    assertThat(interval.passed()).isTrue();
  }

  @Test
  void anIntervalThatIsNotRestartedStaysPassed() {
    ticker.addAndGet(100);
    assertThat(interval.passed()).isTrue();
    assertThat(interval.passed()).isTrue();
  }
}
