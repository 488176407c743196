package io.tradewind.stack;

import io.tradewind.stack.provider.SimulatedProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The simulated payment provider in a JVM of its own: it stays up when everything else falls. */
public final class LocalProvider extends LocalPart {

  private static final List<String> JVM =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private final Path ledger;
  private final Path log;
  private final int port;

  LocalProvider(Path ledger, Path log, int port) {
    super("the simulated payment provider", Duration.ofSeconds(5));
    this.ledger = ledger;
    this.log = log;
    this.port = port;
  }

  @Override
  Child begin() {
    return Child.start(
        "the simulated payment provider",
        ledger.getParent(),
        log,
        "TERM",
        Map.of(),
        Child.java(JVM, SimulatedProvider.class, Integer.toString(port), ledger.toString()));
  }

  @Override
  void awaitReady(Child begun) {
    begun.await(Duration.ofSeconds(30), this::answers);
  }

  private boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  /** The file that it writes every operation to, before it answers. */
  public Path ledger() {
    return ledger;
  }
}
