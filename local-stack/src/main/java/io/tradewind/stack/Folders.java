package io.tradewind.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;

/** Folder trees. */
final class Folders {

  private Folders() {}

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (var paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  static void deleteAllBut(String name, Path folder) throws IOException {
    List<Path> others;
    try (var paths = Files.list(folder)) {
      others = paths.filter(path -> !path.endsWith(name)).toList();
    }
    for (Path path : others) {
      delete(path);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (var paths = Files.walk(from)) {
      all = paths.toList();
    }
    for (Path path : all) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        copyWhenNewer(path, target);
      }
    }
  }

  /** Skips an equal file, because Liberty's caches depend on its modification time. */
  static void copyWhenNewer(Path from, Path to) throws IOException {
    if (!Files.exists(to)
        || Files.size(from) != Files.size(to)
        || !Files.getLastModifiedTime(from).equals(Files.getLastModifiedTime(to))) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
