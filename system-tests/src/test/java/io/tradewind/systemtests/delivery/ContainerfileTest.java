package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.driver.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks the text of the Containerfile, because no test pulls the default base image. */
class ContainerfileTest {

  private final List<String> lines =
      Files.readAllLines(ProjectFolder.root().resolve("liberty-config/Containerfile"));

  ContainerfileTest() throws IOException {}

  @Test
  void theDefaultBaseIsTheLibertyThatIsTested() throws IOException {
    var tested =
        Pattern.compile("<openliberty.version>(.+)</openliberty.version>")
            .matcher(Files.readString(ProjectFolder.root().resolve("pom.xml")));
    assertThat(tested.find()).isTrue();

    assertThat(lines)
        .filteredOn(line -> line.startsWith("ARG BASE="))
        .singleElement()
        .asString()
        .contains("open-liberty:" + tested.group(1) + "-full-java17-");
  }

  @Test
  void sharedMigrationsComeBeforeThoseOfOneService() {
    assertThat(lines)
        .filteredOn(line -> line.startsWith("COPY ") || line.startsWith("ARG MODULE"))
        .extracting(line -> line.split(" ")[1])
        .containsSubsequence(
            "liberty-config/src/main/liberty/fragments/",
            "liberty-config/target/lib/",
            "migration/target/lib/",
            "MODULE",
            "${MODULE}/target/${MODULE}.war");
    assertThat(lines.subList(0, lines.indexOf("ARG MODULE")))
        .filteredOn(line -> !line.startsWith("#"))
        .noneMatch(line -> line.contains("${MODULE}") || line.contains("${SERVICE}"));
  }
}
