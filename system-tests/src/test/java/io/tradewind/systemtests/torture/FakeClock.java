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
 * The time of day that one server sees, changed by libfaketime of Debian, which is loaded before
 * the C library. The monotonic clock, by which a JVM waits, is not changed, as when somebody sets a
 * machine's clock.
 */
final class FakeClock {

  /** Relative to the folder in which the server runs, so that each server has its own. */
  private static final String FILE = "clock";

  private FakeClock() {}

  static boolean canBeSet() {
    return library().isPresent();
  }

  /** The environment of a server whose clock can be set while it runs. */
  static Map<String, String> environment() {
    return library()
        .map(
            library ->
                Map.of(
                    "LD_PRELOAD", library.toString(),
                    "FAKETIME_TIMESTAMP_FILE", FILE,
                    "FAKETIME_CACHE_DURATION", "1",
                    "DONT_FAKE_MONOTONIC", "1",
                    // with the fix, every wait of a JVM would end at once
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

  /** Sets the clock; the server sees the change after a second at the latest. */
  static void set(LibertyServer server, int secondsFromNow) {
    try {
      Path folder = server.overrides().getParent().getParent();
      Files.writeString(folder.resolve(FILE), "%+d%n".formatted(secondsFromNow));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
