package io.tradewind.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A customer who registers, signs in and orders. */
final class Customer {

  private final Addresses at;
  private final String token;

  private Customer(Addresses at, String token) {
    this.at = at;
    this.token = token;
  }

  static Customer register(Addresses at, String name) {
    String email = name.toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID() + "@example.com";
    String password = "pw-" + UUID.randomUUID();
    long number = 10_000_000_000L + Math.floorMod(Instant.now().toEpochMilli(), 9_999_999_999L);
    Map<String, Object> account =
        Map.of("email", email, "phone", "+49" + number, "password", password, "name", name);
    Http.post(at.users().resolve("/api/users"), null, account, 201);
    return signIn(at, email, password);
  }

  static Customer signIn(Addresses at, String email, String password) {
    JsonNode tokens =
        Http.post(
            at.users().resolve("/api/users/login"),
            null,
            Map.of("email", email, "password", password),
            200);
    return new Customer(at, tokens.path("accessToken").asText());
  }

  Stream listen() {
    JsonNode ticket =
        Http.post(at.notifications().resolve("/api/notifications/tickets"), token, Map.of(), 201);
    return Stream.open(at.notifications(), ticket.path("ticket").asText());
  }

  JsonNode order(String key, String sku, int quantity, String paymentMethod) {
    Map<String, Object> wanted =
        Map.of(
            "lines",
            List.of(Map.of("sku", sku, "quantity", quantity)),
            "paymentMethod",
            paymentMethod);
    return Http.post(at.orders().resolve("/api/orders"), token, key, wanted, 202);
  }

  void cancel(String orderId) {
    Http.post(orderUri(orderId + "/cancellation"), token, Map.of("reason", "changed my mind"), 202);
  }

  JsonNode settled(String orderId) {
    return Http.get(orderUri(orderId + "?wait=30s"), token);
  }

  JsonNode events(String orderId) {
    return Http.get(orderUri(orderId + "/events"), token).path("items");
  }

  JsonNode payment(String orderId) {
    return Http.get(at.payments().resolve("/api/payments/" + orderId), token);
  }

  /** Adds a product with stock as staff, for the scene that needs one with a single unit. */
  void shelve(String sku, String name, long cents, int pieces) {
    URI product = at.inventory().resolve("/api/inventory/products/" + sku);
    Http.put(product, token, Map.of("name", name, "price", Http.euros(cents)), 201);
    Http.post(
        URI.create(product + "/stock"),
        token,
        UUID.randomUUID().toString(),
        Map.of("delta", pieces, "reason", "delivered for the demo"),
        200);
  }

  private URI orderUri(String rest) {
    return at.orders().resolve("/api/orders/" + rest);
  }
}
