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
public final class LocalProvider implements AutoCloseable {

  private static final List<String> JVM =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private final Path ledger;
  private final Path log;
  private final int port;
  private Child child;

  LocalProvider(Path ledger, Path log, int port) {
    this.ledger = ledger;
    this.log = log;
    this.port = port;
  }

  /** Starts it, or starts it again after {@link #close} or {@link #kill}; on the same port. */
  public void start() {
    launch();
    awaitReady();
  }

  void launch() {
    child =
        Child.start(
            "the simulated payment provider",
            ledger.getParent(),
            log,
            "TERM",
            Map.of(),
            Child.java(JVM, SimulatedProvider.class, Integer.toString(port), ledger.toString()));
  }

  void awaitReady() {
    child.await(Duration.ofSeconds(30), this::answers);
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

  public void kill() {
    child.kill();
  }

  public void suspend() {
    child.signal("STOP");
  }

  public void resume() {
    child.signal("CONT");
  }

  @Override
  public void close() {
    if (child != null) {
      child.stop(Duration.ofSeconds(5));
    }
  }

  @Override
  public String toString() {
    return "the simulated payment provider";
  }
}
