package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortTest {

  /**
   * Without this, two parts of one stack would have had the same port in one of a hundred starts.
   */
  @Test
  void noPortIsPromisedTwice() {
    assertThat(IntStream.range(0, 1_000).map(n -> Port.freeNumber())).doesNotHaveDuplicates();
  }
}
