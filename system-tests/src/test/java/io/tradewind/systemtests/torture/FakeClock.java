package io.tradewind.systemtests.torture;

import io.tradewind.stack.LibertyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time of day that one server sees, by libfaketime of Debian, which stands before the C
 * library. The clock that only runs, by which a JVM waits, is left alone, as somebody who sets a
 * machine's clock leaves it.
 */
final class FakeClock {

  /** Relative, so that each server has its own: it is read from where the server runs. */
  private static final String FILE = "clock";

  private FakeClock() {}

  static boolean canBeSet() {
    return library().isPresent();
  }

  /** What a server is started with, so that its clock can be set while it runs. */
  static Map<String, String> environment() {
    return library()
        .map(
            library ->
                Map.of(
                    "LD_PRELOAD", library.toString(),
                    "FAKETIME_TIMESTAMP_FILE", FILE,
                    "FAKETIME_CACHE_DURATION", "1",
                    "DONT_FAKE_MONOTONIC", "1",
                    // with it, every wait of a JVM would be over at once
                    "FAKETIME_FORCE_MONOTONIC_FIX", "0"))
        .orElse(Map.of());
  }

  private static Optional<Path> library() {
    try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
      return architectures
          .map(each -> each.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst();
    } catch (IOException noSuchSystem) {
      return Optional.empty();
    }
  }

  /** The server sees it a second later at the latest. */
  static void set(LibertyServer server, int secondsFromNow) {
    try {
      Path folder = server.overrides().getParent().getParent();
      Files.writeString(folder.resolve(FILE), "%+d%n".formatted(secondsFromNow));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
