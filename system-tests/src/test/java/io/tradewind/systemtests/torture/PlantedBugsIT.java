package io.tradewind.systemtests.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.torture.Torture.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the torture is there to find is planted, on a system of its own, and found. */
@DisabledIfSystemProperty(
    named = "torture.seed",
    matches = "\\d+",
    disabledReason = "one run alone")
class PlantedBugsIT {

  private static final Duration RUN = Duration.ofSeconds(15);

  /** Without a bug, one kind of fault is healed sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  @ParameterizedTest
  @EnumSource(Plant.class)
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aPlantedBugBreaksItsPromise(Plant plant, @TempDir Path folder) throws Exception {
    try (Torture torture = Torture.start()) {
      torture.plant(plant, folder);

      Report report = torture.run(1, RUN, List.of(plant.fault), PATIENCE);

      System.out.println(plant + ": " + report);
      assertThat(report.broken()).containsKey(plant.broken);
    }
  }
}
