package io.tradewind.systemtests.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantedServiceBugTest {

  /** The long runs plant the bugs; this test checks in every build that they fit the sources. */
  @ParameterizedTest
  @EnumSource(PlantedServiceBug.class)
  void thePlantStillFitsTheSource(PlantedServiceBug plant, @TempDir Path folder) throws Exception {
    assertThat(classesIn(plant.bug.compile(folder))).isNotEmpty();
  }

  @Test
  void theNewerVersionStillFitsTheSource(@TempDir Path folder) throws Exception {
    assertThat(classesIn(TwoVersionsIT.tellingMore(Service.ORDERS).compile(folder))).isNotEmpty();
  }

  private static List<Path> classesIn(Path folder) throws IOException {
    try (Stream<Path> made = Files.walk(folder)) {
      return made.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  @Test
  void everyCheckOfTheBooksBelongsToAPromise() {
    assertThat(Arrays.stream(Promise.values()).map(Promise::checks).flatMap(List::stream))
        .containsExactlyInAnyOrder(io.tradewind.systemtests.books.Check.values());
  }
}
