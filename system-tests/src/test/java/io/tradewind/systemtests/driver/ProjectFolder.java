package io.tradewind.systemtests.driver;

import java.nio.file.Files;
import java.nio.file.Path;

/** The root folder of the checkout. */
public final class ProjectFolder {

  private ProjectFolder() {}

  public static Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("docs"))
          && Files.isRegularFile(folder.resolve("mvnw"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no checkout around " + Path.of("").toAbsolutePath());
  }
}
