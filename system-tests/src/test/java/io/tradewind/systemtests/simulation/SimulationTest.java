package io.tradewind.systemtests.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.systemtests.simulation.Simulation.Event;
import io.tradewind.systemtests.simulation.Simulation.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every promise holds whatever the random faults are. Half of the seeds are the same in every
 * build, the others are new. {@code -Dsimulation.seed=N} prints what happens with one seed.
 */
class SimulationTest {

  private static final int SEEDS = 10_000;
  private static final int ENOUGH_FOR_A_BUG = 2_000;
  private static final Long ONLY = Long.getLong("simulation.seed");

  @Test
  void everyPromiseIsKeptInTenThousandWorldsOfFaults() {
    if (ONLY != null) {
      replay(ONLY);
      return;
    }
    long fresh = ThreadLocalRandom.current().nextLong(1L << 40);
    Map<Event, Long> seen = new EnumMap<>(Event.class);
    Map<OrderStatus, Long> ends = new EnumMap<>(OrderStatus.class);
    Duration longest = Duration.ZERO;
    for (int n = 0; n < SEEDS; n++) {
      long seed = n % 2 == 0 ? n : fresh + n;
      Outcome outcome = Simulation.run(seed, PlantedBug.NONE);
      if (!outcome.problems().isEmpty()) {
        replay(seed);
      }
      outcome.seen().forEach((event, times) -> seen.merge(event, times, Long::sum));
      outcome.ends().forEach(end -> ends.merge(end, 1L, Long::sum));
      longest = outcome.recovery().compareTo(longest) > 0 ? outcome.recovery() : longest;
    }
    System.out.printf(
        "simulation: %d seeds from %d, longest recovery %s, %s, ends %s%n",
        SEEDS, fresh, longest, seen, ends);
    assertThat(seen.keySet()).isEqualTo(EnumSet.allOf(Event.class));
    assertThat(ends.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(OrderStatus.values()).filter(OrderStatus::settled).toList());
  }

  private static void replay(long seed) {
    Outcome told = Simulation.tell(seed, PlantedBug.NONE);
    told.story().forEach(System.out::println);
    if (!told.problems().isEmpty()) {
      fail(
          "seed %d: %s%nreplay: ./mvnw -pl system-tests -am -Dtest=SimulationTest -Dsimulation.seed=%d %s"
              .formatted(
                  seed,
                  told.problems(),
                  seed,
                  "-Dsurefire.failIfNoSpecifiedTests=false package -DskipITs"));
    }
  }

  @ParameterizedTest
  @EnumSource(PlantedBug.class)
  void aPlantedBugIsFound(PlantedBug bug) {
    assumeFalse(ONLY != null, "one seed is told");

    OptionalLong found =
        LongStream.range(0, ENOUGH_FOR_A_BUG)
            .filter(seed -> !Simulation.run(seed, Set.of(bug)).problems().isEmpty())
            .filter(seed -> Simulation.run(seed, PlantedBug.NONE).problems().isEmpty())
            .findFirst();

    assertThat(found).as("a seed that shows %s", bug).isPresent();
    System.out.printf(
        "simulation: %s is found by seed %d: %s%n",
        bug, found.getAsLong(), Simulation.run(found.getAsLong(), Set.of(bug)).problems());
  }

  @Test
  void aSeedMakesTheSameRunEachTime() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(Simulation.tell(seed, PlantedBug.NONE).story())
          .isEqualTo(Simulation.tell(seed, PlantedBug.NONE).story());
    }
  }
}
