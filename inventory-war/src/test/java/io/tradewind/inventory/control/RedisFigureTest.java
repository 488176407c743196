package io.tradewind.inventory.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisFigureTest {

  @Test
  void aFigureIsReadAsItWasWritten() {
    Availability figure = new Availability("TEA-001", 12, 345);

    assertThat(RedisStock.read("TEA-001", RedisStock.text(figure))).contains(figure);
  }

  @Test
  void aFigureThatIsNoNumberIsAbsent() {
    for (String text :
        new String[] {null, "", "12", "a:b", "1:-2", "1:2:3", "99999999999999999999:1"}) {
      assertThat(RedisStock.read("TEA-001", text)).isEmpty();
    }
  }

  @Test
  void onlyTheNewestFigureOfASkuWaits() throws InterruptedException {
    StockViewQueue view = new StockViewQueue();

    view.show(List.of(new Availability("TEA-001", 5, 2)));
    view.show(List.of(new Availability("TEA-001", 4, 3), new Availability("TEA-002", 1, 1)));
    view.show(List.of(new Availability("TEA-001", 6, 1)));

    assertThat(view.drain(Duration.ZERO))
        .containsExactlyInAnyOrder(
            new Availability("TEA-001", 4, 3), new Availability("TEA-002", 1, 1));
    assertThat(view.drain(Duration.ZERO)).isEmpty();
    assertThat(view.waiting()).isZero();
  }
}
