package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  private static final List<String> STORES =
      List.of("postgresql", "kafka", "redis", "provider", "liberty", "mail", "logs");

  @Test
  void aFreshStartKeepsNothingOfTheStackBeforeAndLeavesThePrograms(@TempDir Path folder)
      throws IOException {
    fill(folder);
    Files.createFile(folder.resolve("secrets.properties"));
    Files.createFile(Files.createDirectory(folder.resolve("programs")).resolve("postgres"));

    DataFolder.kept(folder, true).close();

    assertThat(namesIn(folder)).containsExactlyInAnyOrder(".lock", "programs");
    assertThat(folder.resolve("programs").resolve("postgres")).exists();
  }

  @Test
  void anotherStartKeepsEverything(@TempDir Path folder) throws IOException {
    fill(folder);

    DataFolder.kept(folder, false).close();

    assertThat(namesIn(folder)).containsAll(STORES);
  }

  @Test
  void aTemporaryStackLeavesNothing() throws IOException {
    DataFolder data = DataFolder.temporary();
    Path folder = data.path("");
    fill(folder);

    data.close();

    assertThat(folder).doesNotExist();
  }

  @Test
  void aFailedStartLeavesItsLogsOnly() throws IOException {
    DataFolder data = DataFolder.temporary();
    Path folder = data.path("");
    fill(folder);
    Files.writeString(data.log("postgresql"), "why");

    data.keep();
    data.close();

    assertThat(namesIn(folder)).containsExactly("logs");
    assertThat(data.log("postgresql")).hasContent("why");
    Folders.delete(folder);
  }

  private static void fill(Path folder) throws IOException {
    for (String name : STORES) {
      Files.createFile(Files.createDirectories(folder.resolve(name)).resolve("something"));
    }
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
