package io.tradewind.migration;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Limits verbose client libraries to warnings. */
public final class QuietLibraries {

  /** Referenced here, because java.util.logging discards loggers without a reference. */
  private static final List<Logger> TALKATIVE =
      Stream.of("org.apache.kafka", "org.flywaydb", "org.postgresql")
          .map(Logger::getLogger)
          .toList();

  /** Warns at each attempt to connect to a broker that is still starting. */
  private static final Logger IMPATIENT =
      Logger.getLogger("org.apache.kafka.clients.NetworkClient");

  private QuietLibraries() {}

  public static void now() {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
    IMPATIENT.setLevel(Level.SEVERE);
  }
}
