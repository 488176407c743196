package io.tradewind.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradewind.stack.StackPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The monitoring that a platform team would run: a collector that receives every span and drops it,
 * and a scraper that reads the metrics as often as Prometheus is configured to.
 */
final class Watchers implements AutoCloseable {

  private static final int SECONDS_BETWEEN_SCRAPES = 15;

  private final HttpServer collector;
  private final ScheduledExecutorService scraper =
      Executors.newSingleThreadScheduledExecutor(Watchers::daemon);

  Watchers() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.setExecutor(Executors.newSingleThreadExecutor(Watchers::daemon));
    collector.createContext("/v1/traces", Watchers::drop);
    collector.start();
  }

  /** Turns on all traces, without sampling. */
  StackPlan seeing(StackPlan plan) {
    return plan.env("TRACES_DISABLED", "false")
        .env("OTEL_TRACES_SAMPLER", "parentbased_always_on")
        .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + collector.getAddress().getPort());
  }

  void scrape(Http http) {
    scraper.scheduleAtFixedRate(
        () -> http.send("GET", "/metrics", null, null),
        SECONDS_BETWEEN_SCRAPES,
        SECONDS_BETWEEN_SCRAPES,
        TimeUnit.SECONDS);
  }

  private static void drop(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "watcher");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    scraper.shutdownNow();
    collector.stop(0);
  }
}
