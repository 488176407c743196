package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.driver.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what is deployed to a server. */
class DeploymentIT {

  private static final String IN_A_WAR = "WEB-INF/lib/";

  /** A class that is in two libraries is loaded as two classes. */
  @ParameterizedTest
  @ValueSource(strings = {"user", "order", "payment", "inventory", "notification"})
  void noWarBringsWhatTheServersLibraryHas(String service) throws IOException {
    assertThat(libraryOfTheServer()).isNotEmpty();
    assertThat(libraryOf(service + "-war"))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(libraryOfTheServer());
  }

  private static Set<String> libraryOfTheServer() throws IOException {
    try (Stream<Path> jars =
        Files.list(ProjectFolder.root().resolve("liberty-config/target/lib"))) {
      return jars.map(jar -> nameOf(jar.getFileName().toString())).collect(Collectors.toSet());
    }
  }

  private static Set<String> libraryOf(String war) throws IOException {
    Path file = ProjectFolder.root().resolve(war + "/target/" + war + ".war");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(IN_A_WAR) && name.endsWith(".jar"))
          .map(name -> nameOf(name.substring(IN_A_WAR.length())))
          .collect(Collectors.toSet());
    }
  }

  /** The name of the jar without its version. */
  private static String nameOf(String jar) {
    return jar.replaceAll("-\\d.*", "");
  }
}
