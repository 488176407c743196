package io.tradewind.systemtests.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.torture.Torture.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plants each bug on a system of its own; the torture test must find it. */
@DisabledIfSystemProperty(
    named = "torture.seed",
    matches = "\\d+",
    disabledReason = "one run alone")
class PlantedBugsIT {

  private static final Duration RUN = Duration.ofSeconds(12);

  /** Without a bug, one kind of fault is healed sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** All bugs, or those that {@code torture.plants} names. */
  static Stream<PlantedServiceBug> plants() {
    String named = System.getProperty("torture.plants", "");
    return named.isEmpty()
        ? Arrays.stream(PlantedServiceBug.values())
        : Arrays.stream(named.split(",")).map(PlantedServiceBug::valueOf);
  }

  @ParameterizedTest
  @MethodSource("plants")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aPlantedBugBreaksItsPromise(PlantedServiceBug plant, @TempDir Path folder) throws Exception {
    try (Torture torture = Torture.start()) {
      torture.plant(plant.bug, folder);

      Report report = torture.run(1, RUN, List.of(plant.fault), PATIENCE);

      System.out.println(plant + ": " + report);
      assertThat(report.broken().get(plant.broken))
          .as(plant.broken.name())
          .isNotNull()
          .anySatisfy(found -> assertThat(found).contains(plant.evidence));
    }
  }
}
