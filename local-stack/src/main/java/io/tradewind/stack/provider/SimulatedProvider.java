package io.tradewind.stack.provider;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The provider as a process: {@code SimulatedProvider [port] [ledger file]}, with the callers' key
 * in {@code PAYMENT_PROVIDER_KEY}. It ends on SIGTERM, and when the process named by the system
 * property {@code provider.parent} has ended.
 */
public final class SimulatedProvider implements AutoCloseable {

  private static final int DEFAULT_PORT = 9089;
  private static final int THREADS = 4;
  private static final int BACKLOG = 256;

  static {
    // Read once by the JDK's server: small answers must not wait for the peer's delayed ACK, and
    // callers reuse their connections.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
  }

  private final HttpServer server;
  private final Books books;
  private final ScheduledExecutorService pool;

  private SimulatedProvider(HttpServer server, Books books, ScheduledExecutorService pool) {
    this.server = server;
    this.books = books;
    this.pool = pool;
  }

  /**
   * Starts on the loopback interface.
   *
   * @param port 0 for any free one
   * @param ledger created when it does not exist, continued when it does
   * @param key that callers need; without one everybody is served
   */
  public static SimulatedProvider start(int port, Path ledger, Optional<String> key)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    Books books = new Books(ledger);
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(THREADS);
    server.setExecutor(pool);
    server.createContext("/", new ProviderApi(books, pool, key));
    server.start();
    return new SimulatedProvider(server, books, pool);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://localhost:" + port();
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
    books.close();
  }

  public static void main(String[] args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_PORT;
    Path ledger = Path.of(args.length > 1 ? args[1] : "provider-ledger.jsonl");
    SimulatedProvider provider =
        start(port, ledger, Optional.ofNullable(System.getenv("PAYMENT_PROVIDER_KEY")));
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(provider::close, "provider-stop"));
    ProcessHandle.of(Long.getLong("provider.parent", -1))
        .ifPresent(parent -> parent.onExit().thenRun(end::countDown));
    System.out.println("Simulated payment provider is ready: " + provider.url());
    end.await(Long.MAX_VALUE, TimeUnit.SECONDS);
    System.exit(0);
  }
}
