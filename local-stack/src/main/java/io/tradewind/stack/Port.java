package io.tradewind.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A TCP port with the name under which it can be set. */
record Port(String property, String purpose, int number) {

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
      // said below, as for a number out of range
    }
    throw new StartFailure(
        "-D" + property + "=" + text + " is no port: use a number from 1 to 65535.");
  }

  static Port free(String purpose) {
    return new Port("", purpose, freeNumber());
  }

  static int freeNumber() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartFailure("No free port on the loopback interface: " + e.getMessage(), e);
    }
  }

  /**
   * Both the loopback and the wildcard address are tried: a listener on either would be in the way.
   */
  void requireFree() {
    for (InetSocketAddress address :
        new InetSocketAddress[] {
          new InetSocketAddress(InetAddress.getLoopbackAddress(), number),
          new InetSocketAddress(number)
        }) {
      try (var socket = new ServerSocket()) {
        socket.bind(address);
      } catch (IOException e) {
        throw new StartFailure(
            "Port %d (%s) is taken: stop what listens there, or choose another with -D%s=PORT."
                .formatted(number, purpose, property),
            e);
      }
    }
  }
}
