package io.tradewind.systemtests.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantTest {

  /** The long runs plant them; here they are kept from rotting. */
  @ParameterizedTest
  @EnumSource(Plant.class)
  void thePlantStillFitsTheSource(Plant plant, @TempDir Path folder) throws Exception {
    Path classes = plant.bug.compile(folder);

    try (Stream<Path> made = Files.walk(classes)) {
      assertThat(made.filter(file -> file.toString().endsWith(".class"))).isNotEmpty();
    }
  }

  @Test
  void everyCheckOfTheBooksBelongsToAPromise() {
    assertThat(Arrays.stream(Promise.values()).map(Promise::checks).flatMap(List::stream))
        .containsExactlyInAnyOrder(io.tradewind.systemtests.books.Check.values());
  }
}
