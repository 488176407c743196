package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortTest {

  /** Two parts of one stack would have met at one port in a hundred starts. */
  @Test
  void noPortIsPromisedTwice() {
    assertThat(IntStream.range(0, 1_000).map(n -> Port.freeNumber())).doesNotHaveDuplicates();
  }
}
