package io.tradewind.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sets up what the first order needs: products with plenty of stock, and buyers. */
final class Shop {

  private static final int STOCK = 1_000_000;
  private static final int LINES_AN_ORDER = 100;
  private static final int AT_ONCE = 4;
  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private static final String PASSWORD = "correct horse battery staple";

  private final Http http;
  private final String origin;

  Shop(Http http, String origin) {
    this.http = http;
    this.origin = origin;
  }

  String signIn(String email, String password) {
    return http.call(
            "POST",
            "/api/users/login",
            null,
            Http.json(Map.of("email", email, "password", password)))
        .path("accessToken")
        .asText();
  }

  /** Creates the products {@code BENCH-00000} and following. */
  List<String> stock(int skus, String staffToken) {
    List<String> names = IntStream.range(0, skus).mapToObj("BENCH-%05d"::formatted).toList();
    each(names.stream().map(sku -> (Callable<Void>) () -> stock(sku, staffToken)).toList());
    return names;
  }

  private Void stock(String sku, String staffToken) {
    Map<String, Object> price = Map.of("amount", 1299, "currency", "EUR");
    String product = "/api/inventory/products/" + sku;
    http.call("PUT", product, staffToken, Http.json(Map.of("name", "Item " + sku, "price", price)));
    http.call(
        "POST",
        product + "/stock",
        staffToken,
        Http.json(Map.of("delta", STOCK, "reason", "benchmark")),
        "Idempotency-Key",
        sku + "-" + UUID.randomUUID());
    return null;
  }

  List<Buyer> buyers(int count) {
    return each(
        IntStream.range(0, count).mapToObj(number -> (Callable<Buyer>) this::buyer).toList());
  }

  /** Registers this many people and returns the bodies of their sign-ins. */
  List<String> people(int count) {
    return each(
        IntStream.range(0, count)
            .mapToObj(
                number ->
                    (Callable<String>)
                        () -> {
                          String email = UUID.randomUUID() + "@bench.example";
                          register(email);
                          return Http.json(Map.of("email", email, "password", PASSWORD));
                        })
            .toList());
  }

  private Buyer buyer() {
    String email = UUID.randomUUID() + "@bench.example";
    String location = register(email);
    return new Buyer(UUID.fromString(Locations.id(location)), signIn(email, PASSWORD));
  }

  private String register(String email) {
    String phone = "+49" + (1_000_000_000L + Math.floorMod(email.hashCode(), 1_000_000_000L));
    return http.send(
            "POST",
            "/api/users",
            null,
            Http.json(
                Map.of(
                    "email", email, "phone", phone, "password", PASSWORD, "name", "Bench Buyer")))
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  /** Opens the buyer's socket, and reopens it whenever it ends, after the last notification. */
  void listen(Buyer buyer, Recorder recorder, long after) {
    JsonNode answer = http.call("POST", "/api/notifications/tickets", buyer.token(), null);
    URI stream =
        URI.create(
            http.base().replaceFirst("^http", "ws")
                + "/api/notifications/stream?after="
                + after
                + "&ticket="
                + answer.path("ticket").asText());
    Frames frames = new Frames(recorder, after, last -> listenAgain(buyer, recorder, last));
    http.client().newWebSocketBuilder().header("Origin", origin).buildAsync(stream, frames).join();
  }

  /** Runs on a thread of its own: the thread that reports the end must not wait for an answer. */
  private void listenAgain(Buyer buyer, Recorder recorder, long last) {
    Thread opening = new Thread(() -> listenAtLast(buyer, recorder, last), "socket-again");
    opening.setDaemon(true);
    opening.start();
  }

  private void listenAtLast(Buyer buyer, Recorder recorder, long last) {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        listen(buyer, recorder, last);
        return;
      } catch (RuntimeException notYet) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      }
    }
  }

  /**
   * Order-war learns of products by message. Orders every product, many in one order, until the
   * order is accepted. The buyer should be one that nobody measures.
   */
  void awaitOrderable(List<String> skus, Buyer buyer) {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    for (int from = 0; from < skus.size(); from += LINES_AN_ORDER) {
      String order = order(skus.subList(from, Math.min(from + LINES_AN_ORDER, skus.size())));
      while (!accepted(order, buyer)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("not orderable after " + READY_WITHIN + ": " + order);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  private boolean accepted(String order, Buyer buyer) {
    String key = UUID.randomUUID().toString();
    return http.send("POST", "/api/orders", buyer.token(), order, "Idempotency-Key", key)
            .statusCode()
        == 202;
  }

  /** The body of an order of one unit of each product. */
  static String order(List<String> skus) {
    return skus.stream()
        .map(sku -> "{\"sku\":\"" + sku + "\",\"quantity\":1}")
        .collect(Collectors.joining(",", "{\"lines\":[", "],\"paymentMethod\":\"pm_ok\"}"));
  }

  private static <T> List<T> each(List<Callable<T>> tasks) {
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<T>> done = workers.invokeAll(tasks);
      List<T> results = new ArrayList<>();
      for (Future<T> task : done) {
        results.add(task.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("set-up failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during set-up", e);
    } finally {
      workers.shutdown();
    }
  }
}
