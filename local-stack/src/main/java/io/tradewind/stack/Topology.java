package io.tradewind.stack;

import java.util.Locale;

/** How many Liberty servers the WARs share. */
public enum Topology {
  /** One server with all WARs: quick and small. */
  ALL_IN_ONE,
  /** One server per WAR, as in production. */
  SPLIT,
  /** No server: only the infrastructure, for a server that is started from an IDE. */
  INFRASTRUCTURE;

  static Topology named(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "all-in-one" -> ALL_IN_ONE;
      case "split" -> SPLIT;
      case "infrastructure" -> INFRASTRUCTURE;
      default ->
          throw new StartFailure(
              "Unknown topology '" + text + "': use all-in-one, split or infrastructure.");
    };
  }
}
