package io.tradewind.stack;

import java.util.Locale;

/** How many Liberty servers the WARs share. */
public enum Topology {
  /** One server with all WARs: quick and small. */
  ALL_IN_ONE,
  /** One server per WAR, as in production. */
  SPLIT;

  static Topology named(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "all-in-one" -> ALL_IN_ONE;
      case "split" -> SPLIT;
      default ->
          throw new StartFailure(
              "Unknown topology '" + text + "': use -Dtopology=all-in-one or -Dtopology=split.");
    };
  }
}
