package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Lease lease = new Lease(Duration.ofSeconds(5), nanos::get);

  @Test
  void aLeaseRunsOutWhenNobodyHasAnsweredForItsLength() {
    pass(Duration.ofSeconds(5));
    assertThat(lease.runOut()).isFalse();
    pass(Duration.ofNanos(1));
    assertThat(lease.runOut()).isTrue();
  }

  /** A process that was suspended finds an answer that arrived long ago. */
  @Test
  void aLeaseCountsFromTheQuestionAndNotFromTheAnswer() {
    long asked = lease.now();
    pass(Duration.ofMinutes(1));
    lease.renew(asked);
    assertThat(lease.runOut()).isTrue();
    lease.renew(lease.now());
    assertThat(lease.runOut()).isFalse();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
