package io.tradewind.stack;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Clients that log a page at every start say warnings only. */
final class QuietLibraries {

  /** Held, because java.util.logging forgets a logger that nobody refers to. */
  private static final List<Logger> LOGGERS =
      Stream.of("org.apache.kafka", "org.flywaydb", "org.postgresql")
          .map(Logger::getLogger)
          .toList();

  private QuietLibraries() {}

  static void now() {
    LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    // the launcher polls a broker that is still starting
    Logger clients = Logger.getLogger("org.apache.kafka.clients.NetworkClient");
    clients.setLevel(Level.SEVERE);
  }
}
