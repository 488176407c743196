package io.tradewind.orders.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.orders.control.PriceList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SagaGaugesTest {

  private final Prices prices = new Prices();
  private final SagaGauges gauges = new SagaGauges(null, prices);

  @Test
  void fewProductsAreCountedEverySecondAndManyOnceAMinute() {
    prices.size = 10;
    IntStream.range(0, 3).forEach(second -> gauges.countProducts());
    assertThat(prices.counted).isEqualTo(3);

    prices.size = 1_000_000;
    IntStream.range(0, 30).forEach(second -> gauges.countProducts());
    assertThat(prices.counted).isEqualTo(4);
  }

  private static final class Prices extends PriceList {

    private long size;
    private int counted;

    @Override
    public long size() {
      counted++;
      return size;
    }
  }
}
