package io.tradewind.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final Settings HUNDRED_A_SECOND =
      new Settings(100, 20, 100, 60, 1, 1, 0, 1, 0, false, false, false, false);

  @Test
  void measuredWindowHoldsTheRateThatWasAskedFor() {
    Arrivals arrivals = Arrivals.of(HUNDRED_A_SECOND);

    assertThat((double) arrivals.count() - arrivals.measuredFrom())
        .isCloseTo(6000, within(4 * Math.sqrt(6000)));
  }

  @Test
  void gapsVaryAsAPoissonProcessDoes() {
    Arrivals arrivals = Arrivals.of(HUNDRED_A_SECOND);
    double sum = 0;
    double squares = 0;
    int gaps = 0;
    for (int i = arrivals.measuredFrom() + 1; i < arrivals.count(); i++, gaps++) {
      double gap = arrivals.nanos()[i] - arrivals.nanos()[i - 1];
      sum += gap;
      squares += gap * gap;
    }
    double mean = sum / gaps;
    double deviation = Math.sqrt(squares / gaps - mean * mean);

    assertThat(deviation / mean)
        .as("1 for exponential gaps, 0 for even ones")
        .isCloseTo(1, within(0.1));
  }

  @Test
  void sameSeedOffersTheSameLoad() {
    assertThat(Arrivals.of(HUNDRED_A_SECOND).nanos())
        .isEqualTo(Arrivals.of(HUNDRED_A_SECOND).nanos());
  }

  @Test
  void warmUpClimbsFromATwentiethOfTheRate() {
    Arrivals arrivals = Arrivals.of(HUNDRED_A_SECOND);
    long firstSecond = java.util.Arrays.stream(arrivals.nanos()).filter(at -> at < 1e9).count();

    assertThat(firstSecond).isBetween(1L, 25L);
  }

  @Test
  void warmUpMayBeHigherThanWhatIsMeasuredAndCalmsDownBeforeIt() {
    Arrivals arrivals =
        Arrivals.of(new Settings(50, 100, 200, 20, 1, 1, 0, 1, 0, false, false, false, false));

    assertThat(between(arrivals, 75, 90)).isCloseTo(15 * 200, within(4 * Math.sqrt(3_000)));
    assertThat(between(arrivals, 90, 120)).isCloseTo(30 * 50, within(4 * Math.sqrt(1_500)));
  }

  private static double between(Arrivals arrivals, int from, int to) {
    return java.util.Arrays.stream(arrivals.nanos())
        .filter(at -> at >= from * 1e9 && at < to * 1e9)
        .count();
  }
}
