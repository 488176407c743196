package io.tradewind.systemtests.torture;

import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.torture.HttpCalls.Reply;
import io.tradewind.systemtests.torture.Journal.Said;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The running system as the customers and staff of one run use it, with the products of that run.
 */
final class RunContext {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "correct horse battery staple";
  private static final int PLENTY = 100_000;
  private static final int SCARCE = 8;

  final Stack stack;
  final HttpCalls web = new HttpCalls();
  final List<String> skus;

  RunContext(Stack stack, String run) {
    this.stack = stack;
    this.skus = List.of(run + "-PLENTY1", run + "-PLENTY2", run + "-SCARCE1", run + "-SCARCE2");
  }

  /** A signed-in user: the id and the access token. */
  record Person(UUID id, String token) {}

  URI url(Service service, String path) {
    return stack.url(service).resolve("/api/" + service.id() + path);
  }

  Person somebodyNew() {
    UUID mark = UUID.randomUUID();
    String email = mark + "@torture.example";
    Map<String, Object> registration =
        Map.of(
            "email",
            email,
            "phone",
            "+49" + (1_000_000_000L + Math.floorMod(mark.hashCode(), 1_000_000_000L)),
            "password",
            PASSWORD,
            "name",
            "Ann Example");
    Reply registered = until(() -> web.post(url(Service.USERS, ""), null, null, registration));
    return new Person(
        UUID.fromString(registered.body().path("id").asText()), signIn(email, PASSWORD));
  }

  Person admin() {
    return new Person(new UUID(0, 0), signIn("admin@tradewind.example", stack.adminPassword()));
  }

  private String signIn(String email, String password) {
    Map<String, Object> body = Map.of("email", email, "password", password);
    return until(() -> web.post(url(Service.USERS, "/login"), null, null, body))
        .body()
        .path("accessToken")
        .asText();
  }

  /** Makes some products that never run out and some of which there are only a few. */
  void stocks(Person staff) {
    for (String sku : skus) {
      Map<String, Object> product =
          Map.of("name", "Tea", "price", Map.of("amount", 500, "currency", "EUR"));
      until(
          () ->
              web.send(
                  "PUT", url(Service.INVENTORY, "/products/" + sku), staff.token(), null, product));
      int units = sku.contains("PLENTY") ? PLENTY : SCARCE;
      String key = UUID.randomUUID().toString();
      until(() -> changeStock(staff, sku, key, units));
    }
    Person first = somebodyNew();
    for (String sku : skus) {
      String key = UUID.randomUUID().toString();
      Reply placed = until(() -> place(first, key, sku, 1, "pm_declined"));
      if (placed.status() != 202) {
        throw new IllegalStateException(sku + " cannot be ordered: " + placed);
      }
    }
  }

  Reply changeStock(Person staff, String sku, String key, int delta) {
    return web.post(
        url(Service.INVENTORY, "/products/" + sku + "/stock"),
        staff.token(),
        key,
        Map.of("delta", delta, "reason", "torture"));
  }

  Reply place(Person buyer, String key, String sku, int quantity, String paymentMethod) {
    Map<String, Object> order =
        Map.of(
            "lines",
            List.of(Map.of("sku", sku, "quantity", quantity)),
            "paymentMethod",
            paymentMethod);
    return web.post(url(Service.ORDERS, ""), buyer.token(), key, order);
  }

  /** Repeats a request until its answer is known and the product is known too, for 60 s at most. */
  static Reply until(Supplier<Reply> question) {
    return Eventually.ask(
        PATIENCE,
        question,
        reply -> reply.said() != Said.UNKNOWN && !reply.problem().equals("unknown-sku"));
  }
}
