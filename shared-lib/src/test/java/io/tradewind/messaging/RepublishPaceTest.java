package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepublishPaceTest {

  private final AtomicLong clock = new AtomicLong(-5);
  private final RepublishPace pace = new RepublishPace(clock::get);

  @ParameterizedTest
  @CsvSource({"0, 0, 60", "60, 0, 120", "120, 0, 240", "400, 0, 480", "480, 0, 480", "480, 1, 60"})
  void portionsGrowWhileNothingElseIsWrittenAndAreSmallOtherwise(
      long previous, long writtenSince, int next) {
    assertThat(RepublishPace.size(previous, writtenSince)).isEqualTo(next);
  }

  @Test
  void relaysAreFreeForAsLongAsThePortionTookWhileOthersWrite() {
    pace.sees(100);
    clock.addAndGet(30);
    assertThat(pace.rested(7)).isFalse();
    clock.addAndGet(29);
    pace.sees(100);
    assertThat(pace.rested(7)).isFalse();
    clock.addAndGet(1);
    assertThat(pace.rested(7)).isTrue();

    pace.sees(200);
    clock.addAndGet(10);
    assertThat(pace.rested(7)).as("measured anew").isFalse();
  }

  @Test
  void theNextPortionFollowsAtOnceWhenNothingElseIsWritten() {
    pace.sees(100);
    clock.addAndGet(30);
    assertThat(pace.rested(0)).isTrue();
  }
}
