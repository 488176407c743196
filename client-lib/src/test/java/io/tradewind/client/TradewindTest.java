package io.tradewind.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client in a plain JVM, against a server with prepared answers. */
class TradewindTest {

  private static final UUID ID = UUID.fromString("018f0000-0000-7000-8000-000000000001");
  private static final String ORDER =
      """
      {"id": "018f0000-0000-7000-8000-000000000001", "status": "CONFIRMED",
       "total": {"amount": 2598, "currency": "EUR"},
       "lines": [{"sku": "TEA-001", "name": "Assam", "quantity": 2,
                  "unitPrice": {"amount": 1299, "currency": "EUR"}}],
       "reason": null, "placedAt": "2026-01-31T12:00:00Z", "version": 4, "later": "unknown"}
      """;

  private HttpServer server;
  private Answering answering;

  /** The prepared answer of the server, and the request that it received. */
  private static final class Answering {
    int status = 200;
    String type = "application/json";
    String body = "";
    String etag;
    String location;
    String retryAfter;
    String asked;
    String sent;
    String authorization;
    String idempotencyKey;
    String ifMatch;
  }

  @BeforeEach
  void start() throws IOException {
    answering = new Answering();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anOrderIsPlacedWithKeyAndToken() {
    answering.status = 202;
    answering.body = ORDER;
    answering.location = "http://shop.example/api/orders/" + ID;
    OrderRequest request = new OrderRequest(List.of(new OrderRequest.Line("TEA-001", 2)), "pm_ok");
    Answer<Order> answer = tradewind().as(() -> "token-1").orders().place("key-1", request);
    assertThat(answering.asked).isEqualTo("POST /api/orders");
    assertThat(answering.authorization).isEqualTo("Bearer token-1");
    assertThat(answering.idempotencyKey).isEqualTo("key-1");
    assertThat(answering.sent)
        .isEqualTo(
            "{\"lines\":[{\"sku\":\"TEA-001\",\"quantity\":2}],\"paymentMethod\":\"pm_ok\"}");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.location()).isEqualTo(URI.create("http://shop.example/api/orders/" + ID));
    assertThat(answer.body().id()).isEqualTo(ID);
    assertThat(answer.body().placedAt()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(answer.body().lines().get(0).unitPrice()).isEqualTo(new Money(1299, "EUR"));
    assertThat(answer.body().settled()).isTrue();
  }

  @Test
  void aVersionTravelsAsETagAndIfMatch() {
    answering.body =
        "{\"sku\":\"TEA-001\",\"name\":\"Assam\",\"price\":{\"amount\":1,\"currency\":\"EUR\"},\"available\":5}";
    answering.etag = "\"7\"";
    InventoryApi inventory = tradewind().inventory();
    Answer<Product> read = inventory.product("TEA-001");
    assertThat(read.etag()).isEqualTo("\"7\"");
    inventory.putProduct("TEA-001", read.etag(), new ProductDetails("Assam", new Money(2, "EUR")));
    assertThat(answering.asked).isEqualTo("PUT /api/inventory/products/TEA-001");
    assertThat(answering.ifMatch).isEqualTo("\"7\"");
  }

  @Test
  void aProblemIsThrownWithAllItSays() {
    answering.status = 409;
    answering.type = "application/problem+json";
    answering.retryAfter = "1";
    answering.body =
        """
        {"type": "https://tradewind.example/problems/payment-in-progress", "title": "Busy",
         "status": 409, "detail": "wait", "orderId": "x"}
        """;
    OrdersApi orders = tradewind().orders();
    TradewindProblem problem =
        catchThrowableOfType(
            TradewindProblem.class, () -> orders.cancel(ID, null, new Reason("late")));
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.slug()).isEqualTo("payment-in-progress");
    assertThat(problem.detail()).contains("wait");
    assertThat(problem.members()).containsOnlyKeys("orderId");
    assertThat(problem.retryAfter()).contains(Duration.ofSeconds(1));
  }

  @Test
  void anErrorWithoutProblemJsonIsAProblemToo() {
    answering.status = 502;
    answering.type = "text/html";
    answering.body = "<h1>Bad gateway</h1>";
    OrdersApi orders = tradewind().orders();
    TradewindProblem problem =
        catchThrowableOfType(TradewindProblem.class, () -> orders.order(ID, null, null));
    assertThat(problem.status()).isEqualTo(502);
    assertThat(problem.slug()).isEqualTo("blank");
  }

  @Test
  void aCancellationNeedsNoBody() {
    answering.status = 202;
    answering.body = ORDER;
    assertThat(tradewind().orders().cancel(ID, null, null).body().id()).isEqualTo(ID);
    assertThat(answering.asked).isEqualTo("POST /api/orders/" + ID + "/cancellation");
    assertThat(answering.sent).isEmpty();
  }

  @Test
  void anAbsentParameterIsNotInTheQuery() {
    answering.body = "{\"items\":[" + ORDER + "],\"next\":\"Yg\"}";
    Page<Order> page = tradewind().orders().orders(null, 5, null);
    assertThat(answering.asked).isEqualTo("GET /api/orders?limit=5");
    assertThat(page.next()).isEqualTo("Yg");
    assertThat(page.items()).hasSize(1);
  }

  @Test
  void severalSkusAreAskedForAtOnce() {
    answering.body = "{\"items\":[{\"sku\":\"A1\",\"available\":3}]}";
    Availability found = tradewind().inventory().availability(List.of("A1", "B2"));
    assertThat(answering.asked).isEqualTo("GET /api/inventory/availability?sku=A1&sku=B2");
    assertThat(found.items()).containsExactly(new Availability.Item("A1", 3));
  }

  @Test
  void aChangeNamesOnlyWhatChanges() {
    answering.body = "{\"id\":\"" + ID + "\",\"version\":2}";
    tradewind().users().changeMe("\"1\"", new ProfileChange("Ada", null));
    assertThat(answering.asked).isEqualTo("PATCH /api/users/me");
    assertThat(answering.sent).isEqualTo("{\"name\":\"Ada\"}");
  }

  @Test
  void anEmptyAnswerIsFine() {
    answering.status = 204;
    tradewind().users().signOut();
    assertThat(answering.asked).isEqualTo("POST /api/users/logout");
  }

  @Test
  void operatorsAskTheServiceTheyMean() {
    answering.body = "{\"items\":[],\"next\":null}";
    assertThat(tradewind().operations("payments").parked(null, null, "away", null, 5).items())
        .isEmpty();
    assertThat(answering.asked).isEqualTo("GET /api/payments/operations/parked?cause=away&limit=5");
  }

  @Test
  void operatorsSayWhyTheyDiscardAMessage() {
    answering.body =
        """
        {"message": {"position": 7, "id": "018f0000-0000-7000-8000-000000000001",
                     "channel": "payment-events", "attempts": 1},
         "headers": {"ce_type": "PaymentVoided.v1"}, "payload": "{", "payloadBase64": null}
        """;
    ParkedContent gone = tradewind().operations("orders").discard(ID, new Reason("not ours"));
    assertThat(answering.asked).isEqualTo("POST /api/orders/operations/parked/" + ID + "/discard");
    assertThat(answering.sent).isEqualTo("{\"reason\":\"not ours\"}");
    assertThat(gone.message().channel()).isEqualTo("payment-events");
    assertThat(gone.headers()).containsEntry("ce_type", "PaymentVoided.v1");
  }

  @Test
  void auditRecordsAreReadWithTheirDetail() {
    answering.body =
        """
        {"items": [{"position": 2, "at": "2026-01-31T12:00:00Z",
                    "who": "018f0000-0000-7000-8000-000000000001", "action": "discard",
                    "subject": "parked/x", "reason": "not ours",
                    "detail": {"payload": "{"}, "traceId": null}], "next": null}
        """;
    OperatorAction action =
        tradewind().operations("orders").actions("parked/x", null, null).items().get(0);
    assertThat(answering.asked).isEqualTo("GET /api/orders/operations/actions?subject=parked/x");
    assertThat(action.detail().path("payload").asText()).isEqualTo("{");
  }

  @Test
  void noRecordWithASecretPrintsIt() {
    assertThat(new SignIn("a@b.c", "secret")).hasToString("SignIn[]");
    assertThat(new Tokens("a", "b", "Bearer", 1)).hasToString("Tokens[]");
  }

  private Tradewind tradewind() {
    return Tradewind.at(URI.create("http://localhost:" + server.getAddress().getPort() + "/"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    answering.asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    answering.sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    answering.authorization = exchange.getRequestHeaders().getFirst("Authorization");
    answering.idempotencyKey = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    answering.ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
    exchange.getResponseHeaders().set("Content-Type", answering.type);
    set(exchange, "ETag", answering.etag);
    set(exchange, "Location", answering.location);
    set(exchange, "Retry-After", answering.retryAfter);
    byte[] body = answering.body.getBytes(UTF_8);
    exchange.sendResponseHeaders(answering.status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void set(HttpExchange exchange, String name, String value) {
    if (value != null) {
      exchange.getResponseHeaders().set(name, value);
    }
  }
}
