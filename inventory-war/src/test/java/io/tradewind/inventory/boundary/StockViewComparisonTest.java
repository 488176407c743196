package io.tradewind.inventory.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.inventory.control.Availability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StockViewComparisonTest {

  private static final List<Availability> RIGHT = List.of(new Availability("TEA-001", 7, 12));

  @Test
  void aViewEntryThatIsMissingOldWrongOrGarbageDiffers() {
    for (Map<String, String> seen :
        List.of(
            Map.<String, String>of(),
            Map.of("TEA-001", "11:8"),
            Map.of("TEA-001", "12:8"),
            Map.of("TEA-001", "99:7"),
            Map.of("TEA-001", "garbage"))) {
      assertThat(StockViewComparison.differing(RIGHT, seen)).isEqualTo(RIGHT);
    }
  }

  @Test
  void anEqualViewEntryDoesNotDiffer() {
    assertThat(StockViewComparison.differing(RIGHT, Map.of("TEA-001", "12:7"))).isEmpty();
  }
}
