package io.tradewind.stack.provider;

import static java.security.MessageDigest.isEqual;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tradewind.stack.provider.Books.Entry;
import io.tradewind.stack.provider.Books.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The provider's HTTP API.
 *
 * <pre>
 * POST /payments/{payment}/authorise|capture|void|refund   Idempotency-Key; {amount, currency, method}
 * GET  /payments/{payment}                                 sums
 * GET  /operations/{key}                                   what was decided for a key, 404 if nothing
 * GET  /ledger?after=SEQ&amp;limit=N                           every line, for checkers
 * PUT  /knobs                                              misbehaviour for fault tests
 * </pre>
 *
 * Payments and operations require the key, if there is one. No thread waits: an answer is sent when
 * the ledger is on disk and any configured delay is over.
 */
final class ProviderApi implements HttpHandler {

  /** Amount in minor units. */
  record Body(long amount, String currency, String method) {

    static final Body EMPTY = new Body(0, null, null);
  }

  record Lines(List<LedgerLine> items) {}

  private static final long SLOW_MILLIS = 3_000;
  private static final int LEDGER_PAGE = 10_000;

  private final Books books;
  private final ScheduledExecutorService pool;
  private final Optional<byte[]> credentials;
  private final AtomicReference<Knobs> knobs = new AtomicReference<>(Knobs.OFF);

  ProviderApi(Books books, ScheduledExecutorService pool, Optional<String> key) {
    this.books = books;
    this.pool = pool;
    this.credentials = key.map(shown -> bytes("Bearer " + shown));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      identify(exchange);
      switch (exchange.getRequestMethod()) {
        case "POST" -> operate(exchange);
        case "GET" -> query(exchange);
        case "PUT" -> turn(exchange);
        default -> throw new Refusal(405, "no such method");
      }
    } catch (Refusal refusal) {
      answer(exchange, refusal.status(), Map.of("detail", refusal.getMessage()));
    } catch (JsonProcessingException unreadable) {
      answer(exchange, 400, Map.of("detail", "the body is not what it should be"));
    }
  }

  private void identify(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/payments/") || path.startsWith("/operations/")) {
      String shown = exchange.getRequestHeaders().getFirst("Authorization");
      if (credentials.filter(key -> shown == null || !isEqual(key, bytes(shown))).isPresent()) {
        throw new Refusal(401, "who are you?");
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void operate(HttpExchange exchange) throws IOException {
    Request request = requestOf(exchange);
    if (knobs.get().failWith() != 0) {
      throw new Refusal(knobs.get().failWith(), "out of order on request");
    }
    Entry entry = books.decide(request);
    boolean drop = dropsAnswer(entry);
    long delay = knobs.get().delayMillis() + slowness(entry);
    entry
        .durable()
        .thenAcceptAsync(line -> later(delay, () -> finish(exchange, line, drop)), pool)
        .exceptionally(
            lost -> {
              exchange.close();
              return null;
            });
  }

  private Request requestOf(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    if (path.length != 4 || !path[1].equals("payments")) {
      throw new Refusal(404, "no such operation");
    }
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (key == null || key.isBlank()) {
      throw new Refusal(400, "an Idempotency-Key is required");
    }
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    Body body = bytes.length == 0 ? Body.EMPTY : Json.MAPPER.readValue(bytes, Body.class);
    return new Request(
        key, path[2], Operation.named(path[3]), body.amount, body.currency, body.method);
  }

  /**
   * Whether the answer is dropped: the first of each key for this method, and as many as the knob
   * says.
   */
  private boolean dropsAnswer(Entry entry) {
    boolean byMethod =
        entry.first() && "pm_timeout_then_ok".equals(books.methodOf(entry.line().payment()));
    return byMethod
        || knobs.getAndUpdate(k -> k.dropAnswers() > 0 ? k.oneDropLess() : k).dropAnswers() > 0;
  }

  private static long slowness(Entry entry) {
    boolean slow = entry.first() && "pm_slow".equals(entry.line().method());
    return slow ? SLOW_MILLIS : 0;
  }

  private void later(long delayMillis, Runnable action) {
    if (delayMillis == 0) {
      action.run();
    } else {
      pool.schedule(action, delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void finish(HttpExchange exchange, LedgerLine line, boolean drop) {
    try {
      if (drop) {
        exchange.close();
      } else {
        answer(exchange, 200, line);
      }
    } catch (IOException callerLeft) {
      exchange.close();
    }
  }

  private void query(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    String room = path.length > 1 ? path[1] : "";
    Object found =
        switch (room + "/" + (path.length - 2)) {
          case "health/0" -> Map.of("status", "UP");
          case "payments/1" -> books.payment(path[2]).orElse(null);
          case "operations/1" -> books.entry(path[2]).map(Entry::line).orElse(null);
          case "ledger/0" -> ledger(exchange.getRequestURI().getQuery());
          default -> null;
        };
    if (found == null) {
      throw new Refusal(404, "nothing is known of it");
    }
    answer(exchange, 200, found);
  }

  private Lines ledger(String query) {
    long after = 0;
    int limit = LEDGER_PAGE;
    for (String pair : query == null ? new String[0] : query.split("&")) {
      if (pair.startsWith("after=")) {
        after = Long.parseLong(pair.substring("after=".length()));
      } else if (pair.startsWith("limit=")) {
        limit = Math.min(LEDGER_PAGE, Integer.parseInt(pair.substring("limit=".length())));
      }
    }
    return new Lines(books.after(after, limit));
  }

  private void turn(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/knobs")) {
      throw new Refusal(404, "nothing to turn");
    }
    knobs.set(Json.MAPPER.readValue(exchange.getRequestBody().readAllBytes(), Knobs.class));
    answer(exchange, 200, knobs.get());
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
