package io.tradewind.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A TCP port and the property that sets it. */
public record Port(String property, String purpose, int number) {

  /** Below Linux's ephemeral ports, which start at 32768. */
  private static final int FIRST_FREE = 20_000;

  private static final int LAST_FREE = 32_000;

  /** Ports already given out, whose listeners may not have started yet. */
  private static final Set<Integer> PROMISED = ConcurrentHashMap.newKeySet();

  /** The default, unless {@code -D<property>=<number>} says otherwise. */
  static Port configured(String property, String purpose, int fallback) {
    String text = System.getProperty(property);
    if (text == null || text.isBlank()) {
      return new Port(property, purpose, fallback);
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number > 0 && number < 65536) {
        return new Port(property, purpose, number);
      }
    } catch (NumberFormatException e) {
      // reported below, as for a number out of range
    }
    throw new StartFailure(
        "-D" + property + "=" + text + " is no port: use a number from 1 to 65535.");
  }

  static Port free(String purpose) {
    return new Port("", purpose, freeNumber());
  }

  /** A port that is not in use, not ephemeral, and not given out before. */
  public static int freeNumber() {
    for (int tries = 0; tries < 100; tries++) {
      var candidate = new Port("", "", ThreadLocalRandom.current().nextInt(FIRST_FREE, LAST_FREE));
      if (candidate.taken().isEmpty() && PROMISED.add(candidate.number)) {
        return candidate.number;
      }
    }
    throw new StartFailure("No free port on the loopback interface in a hundred tries.");
  }

  /** Tries both the loopback and the wildcard address: a listener on either would conflict. */
  private Optional<IOException> taken() {
    for (InetSocketAddress address :
        new InetSocketAddress[] {
          new InetSocketAddress(InetAddress.getLoopbackAddress(), number),
          new InetSocketAddress(number)
        }) {
      try (var socket = new ServerSocket()) {
        socket.bind(address);
      } catch (IOException e) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  void requireFree() {
    taken()
        .ifPresent(
            cause -> {
              throw new StartFailure(
                  "Port %d (%s) is taken: stop what listens there, or choose another with -D%s=PORT."
                      .formatted(number, purpose, property),
                  cause);
            });
  }
}
