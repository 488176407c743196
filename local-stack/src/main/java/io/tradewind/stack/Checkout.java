package io.tradewind.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Locates the build's output that the stack runs. */
record Checkout(Path root) {

  /** The checkout named by {@code -Dtradewind.home}, or the one around the working directory. */
  static Checkout find() {
    String named = System.getProperty("tradewind.home");
    if (named != null) {
      return new Checkout(Path.of(named).toAbsolutePath().normalize());
    }
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve("liberty-config/src/main/liberty"))) {
        return new Checkout(dir);
      }
    }
    throw new StartFailure(
        "No Tradewind checkout around " + Path.of("").toAbsolutePath() + ": start inside of it.");
  }

  Path data() {
    return root.resolve("data");
  }

  /** Unpacked binaries, separate from the data, because they outlive it. */
  Path runtime() {
    return data().resolve("runtime");
  }

  Path liberty() {
    return built("liberty-config/target/wlp");
  }

  Path sharedLibrary() {
    return built("liberty-config/target/lib");
  }

  Path libertyConfig() {
    return root.resolve("liberty-config/src/main/liberty");
  }

  Path war(Service service) {
    return built(service.war() + "/target/" + service.war() + ".war");
  }

  /** The options of a file like Liberty's own jvm.options: one per line, # for a comment. */
  List<String> jvmOptions(String name) {
    return optionsIn(libertyConfig().resolve("jvm").resolve(name + ".options"));
  }

  static List<String> optionsIn(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    } catch (IOException e) {
      throw new StartFailure("Cannot read " + file + ": check that it is there and readable.", e);
    }
  }

  private Path built(String path) {
    Path file = root.resolve(path);
    if (!Files.exists(file)) {
      throw new StartFailure(file + " is not there: build it first with ./mvnw -Pup.");
    }
    return file;
  }
}
