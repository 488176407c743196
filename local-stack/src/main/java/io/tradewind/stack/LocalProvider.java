package io.tradewind.stack;

import io.tradewind.stack.provider.SimulatedProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * The simulated payment provider in its own JVM, so that it survives failures of everything else.
 */
public final class LocalProvider extends LocalPart {

  private final Path ledger;
  private final Path log;
  private final int port;
  private final String key;
  private final boolean quick;

  /**
   * @param key the key that callers need for moving money
   * @param quick whether the JVM is set for a quick start, at the price of slower code
   */
  LocalProvider(Path ledger, Path log, int port, String key, boolean quick) {
    super("the simulated payment provider", Duration.ofSeconds(5));
    this.ledger = ledger;
    this.log = log;
    this.port = port;
    this.key = key;
    this.quick = quick;
  }

  /** A provider on a free port with its ledger in the given folder, already started. */
  public static LocalProvider start(Path folder) {
    var provider =
        new LocalProvider(
            folder.resolve("provider/ledger.jsonl"),
            folder.resolve("logs/provider.log"),
            Port.freeNumber(),
            UUID.randomUUID().toString(),
            true);
    provider.start();
    return provider;
  }

  @Override
  Child begin() {
    return Child.start(
        "the simulated payment provider",
        ledger.getParent(),
        log,
        "TERM",
        Map.of("PAYMENT_PROVIDER_KEY", key),
        Child.java(
            Child.smallJvm(256, quick),
            SimulatedProvider.class,
            Integer.toString(port),
            ledger.toString()));
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

  /** The key that callers need for moving money. */
  public String key() {
    return key;
  }

  /** The file to which it writes every operation before it answers. */
  public Path ledger() {
    return ledger;
  }
}
