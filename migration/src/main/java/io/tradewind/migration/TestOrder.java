package io.tradewind.migration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The customer of {@code helm test}: registers, orders one product, waits until it is confirmed,
 * and cancels it, so that no stock stays reserved. On failure it prints one line and exits with 1.
 */
public final class TestOrder {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final Settings settings;

  TestOrder(Map<String, String> environment) {
    this.settings = new Settings(environment);
  }

  public static void main(String[] arguments) {
    try {
      System.out.println(new TestOrder(System.getenv()).place());
    } catch (MigrationFailure e) {
      System.err.println("Not confirmed. " + e.getMessage());
      System.exit(1);
    }
  }

  /** Returns the line that reports the confirmed order. */
  String place() {
    String users = settings.required("USERS_URL", "the address of the users' service");
    String orders = settings.required("ORDERS_URL", "the address of the orders' service");
    String sku = settings.orElse("ORDER_SKU", "TEA-001");
    String method = settings.orElse("ORDER_PAYMENT_METHOD", "pm_ok");
    String token = signIn(users + "/api/users");
    String order = order(orders + "/api/orders", sku, method, token);
    String place = orders + "/api/orders/" + order;
    awaitConfirmed(place, token);
    expect(
        202, post(place + "/cancellation", token, "{\"reason\": \"a test of the installation\"}"));
    return "Order %s of %s was confirmed, and then cancelled.".formatted(order, sku);
  }

  private String signIn(String users) {
    String email = "helm-test-" + UUID.randomUUID() + "@example.com";
    String password = "pw-" + UUID.randomUUID();
    long phone = ThreadLocalRandom.current().nextLong(10_000_000_000L, 99_999_999_999L);
    expect(
        201,
        post(
            users,
            null,
            """
            {"email": "%s", "phone": "+49%d", "password": "%s", "name": "Helm Test"}"""
                .formatted(email, phone, password)));
    var answer =
        post(
            users + "/login",
            null,
            """
            {"email": "%s", "password": "%s"}"""
                .formatted(email, password));
    return text("accessToken", expect(200, answer));
  }

  private String order(String orders, String sku, String method, String token) {
    var answer =
        post(
            orders,
            token,
            """
            {"lines": [{"sku": "%s", "quantity": 1}], "paymentMethod": "%s"}"""
                .formatted(sku, method));
    return text("id", expect(202, answer));
  }

  private void awaitConfirmed(String order, String token) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String status = "";
    while (System.nanoTime() - deadline < 0) {
      var answer = send(HttpRequest.newBuilder(URI.create(order + "?wait=10s")), token);
      status = text("status", expect(200, answer));
      if (status.equals("CONFIRMED")) {
        return;
      }
      if (status.matches("REJECTED|CANCELLED|RETURNED")) {
        throw new MigrationFailure("The order came to " + answer.body());
      }
    }
    throw new MigrationFailure(
        "The order is still %s after %d s.".formatted(status, PATIENCE.toSeconds()));
  }

  private HttpResponse<String> post(String address, String token, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .POST(BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString()),
        token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String token) {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpRequest ready = request.timeout(Duration.ofSeconds(40)).build();
    try {
      return http.send(ready, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new MigrationFailure(ready.uri() + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationFailure("Interrupted while waiting for " + ready.uri(), e);
    }
  }

  private static String expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new MigrationFailure(
          "%s answers %d, not %d: %s"
              .formatted(answer.uri(), answer.statusCode(), status, answer.body()));
    }
    return answer.body();
  }

  /** The first text of this name; the wanted field precedes others of the same name. */
  private static String text(String name, String json) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    if (!found.find()) {
      throw new MigrationFailure("There is no " + name + " in " + json);
    }
    return found.group(1);
  }
}
