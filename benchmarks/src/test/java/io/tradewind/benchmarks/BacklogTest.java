package io.tradewind.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {

  @Test
  void jitterIsFlat() {
    assertThat(of(IntStream.range(0, 60).map(second -> 20 + second % 7)).flat(500)).isTrue();
  }

  @Test
  void aSystemThatFallsBehindIsNotFlat() {
    assertThat(of(IntStream.range(0, 60).map(second -> 20 + 10 * second)).flat(500)).isFalse();
  }

  private static Backlog of(IntStream open) {
    Backlog backlog = new Backlog();
    open.forEach(backlog::sample);
    return backlog;
  }
}
