package io.tradewind.migration;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Clients that log a page at every start say warnings only. */
public final class QuietLibraries {

  /** Held, because java.util.logging forgets a logger that nobody refers to. */
  private static final List<Logger> TALKATIVE =
      Stream.of("org.apache.kafka", "org.flywaydb", "org.postgresql")
          .map(Logger::getLogger)
          .toList();

  /** Warns at every attempt to reach a broker that is still starting. */
  private static final Logger IMPATIENT =
      Logger.getLogger("org.apache.kafka.clients.NetworkClient");

  private QuietLibraries() {}

  public static void now() {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
    IMPATIENT.setLevel(Level.SEVERE);
  }
}
