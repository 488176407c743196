package io.tradewind.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestOrderTest {

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> statuses = new CopyOnWriteArrayList<>();
  private HttpServer shop;

  @BeforeEach
  void open() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext("/", this::answer);
    shop.start();
  }

  @AfterEach
  void close() {
    shop.stop(0);
  }

  @Test
  void ordersWaitsAndCancels() {
    statuses.addAll(List.of("AUTHORIZING", "CONFIRMED"));
    assertThat(testOrder().place()).contains("7c1f", "TEA-001", "confirmed");
    assertThat(calls)
        .containsExactly(
            "POST /api/users",
            "POST /api/users/login",
            "POST /api/orders Bearer t",
            "GET /api/orders/7c1f?wait=10s Bearer t",
            "GET /api/orders/7c1f?wait=10s Bearer t",
            "POST /api/orders/7c1f/cancellation Bearer t");
  }

  @Test
  void aRejectedOrderIsAFailureThatSaysWhy() {
    statuses.add("REJECTED");
    assertThatThrownBy(() -> testOrder().place())
        .isInstanceOf(MigrationFailure.class)
        .hasMessageContaining("insufficient-stock");
  }

  @Test
  void aServiceThatIsNotThereIsAFailureThatNamesIt() {
    shop.stop(0);
    assertThatThrownBy(() -> testOrder().place())
        .isInstanceOf(MigrationFailure.class)
        .hasMessageContaining("/api/users does not answer");
  }

  private TestOrder testOrder() {
    String url = "http://localhost:" + shop.getAddress().getPort();
    return new TestOrder(Map.of("USERS_URL", url, "ORDERS_URL", url));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    calls.add(exchange.getRequestMethod() + " " + path + (bearer == null ? "" : " " + bearer));
    switch (path) {
      case "/api/users" -> reply(exchange, 201, "{}");
      case "/api/users/login" -> reply(exchange, 200, "{\"accessToken\":\"t\"}");
      case "/api/orders/7c1f/cancellation" -> reply(exchange, 202, order("CANCELLING"));
      case "/api/orders" -> reply(exchange, 202, order("NEW"));
      default -> reply(exchange, 200, order(statuses.remove(0)));
    }
  }

  private static String order(String status) {
    return "{\"id\":\"7c1f\",\"status\":\"%s\",\"reason\":\"insufficient-stock\"}"
        .formatted(status);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
