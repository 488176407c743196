package io.tradewind.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ZipfTest {

  @Test
  void firstIsPickedTwiceAsOftenAsTheSecondAtASkewOfOne() {
    int[] picked = picks(new Zipf(10, 1));

    assertThat((double) picked[0] / picked[1]).isCloseTo(2, within(0.1));
  }

  @Test
  void noSkewPicksAllAlike() {
    int[] picked = picks(new Zipf(10, 0));

    assertThat(picked[0]).isCloseTo(picked[9], within(1500));
  }

  private static int[] picks(Zipf zipf) {
    Random random = new Random(7);
    int[] picked = new int[10];
    for (int i = 0; i < 200_000; i++) {
      picked[zipf.pick(random)]++;
    }
    return picked;
  }
}
