package io.tradewind.systemtests.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.http.ProblemType;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Answer;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.WholeSystem;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Bad input is answered without a 5xx, and every error is a problem of the catalogue. */
@WholeSystem
class HostileRequestsIT {

  private static final Set<String> WRITES = Set.of("post", "put", "patch");
  private static final int LARGEST_BODY = 256 * 1024;
  private static final List<String> EVERY_ROLE = List.of("customer", "staff", "operator", "admin");
  private static final Set<String> CATALOGUE =
      Arrays.stream(ProblemType.values())
          .map(type -> type.uri().toString())
          .collect(Collectors.toSet());

  private final Platform platform;

  HostileRequestsIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void hostileBodiesAreProblemsOnEveryRouteThatTakesABody() {
    List<String> routes = writingRoutes();
    Set<String> withABody =
        Set.copyOf(routes(operation -> operation.path("requestBody").path("required").asBoolean()));
    List<String> complaints = new ArrayList<>();
    for (String route : routes) {
      // some routes end the caller's session, whatever the body
      String token = platform.staff().tokenOfSomebodyNew(EVERY_ROLE);
      HostileBodies.forAnyRoute()
          .forEach(
              (what, body) -> {
                Answer answer = sent(route, body, token);
                complaints.addAll(complaints(route + " with " + what, answer));
                int refusal = body.length > LARGEST_BODY ? 413 : 400;
                if (withABody.contains(route) && answer.status() != refusal) {
                  complaints.add(route + " with " + what + " is not " + refusal + ": " + answer);
                }
              });
    }

    assertThat(withABody).hasSizeGreaterThan(15);
    assertThat(complaints).isEmpty();
  }

  /** Access is checked before the body: a caller without permission learns nothing of its form. */
  @Test
  void aForbiddenCallerIsRefusedBeforeTheBodyIsRead() {
    String customer = platform.customer().token();
    List<String> guarded = routes(operation -> operation.has("security"));
    List<String> operators = guarded.stream().filter(it -> it.contains("/operations/")).toList();
    List<String> complaints = new ArrayList<>();
    for (String hostile : List.of("truncated", "an unknown field", "more than 256 KB")) {
      byte[] body = HostileBodies.forAnyRoute().get(hostile);
      guarded.forEach(route -> complaints.addAll(unless(401, route, sent(route, body, null))));
      operators.forEach(
          route -> complaints.addAll(unless(403, route, sent(route, body, customer))));
    }

    assertThat(guarded).hasSizeGreaterThan(operators.size());
    assertThat(operators).hasSizeGreaterThan(20);
    assertThat(complaints).isEmpty();
  }

  private static List<String> unless(int status, String what, Answer answer) {
    return answer.status() == status ? List.of() : List.of(what + ": " + answer);
  }

  private Answer sent(String route, byte[] body, String token) {
    String[] methodAndPath = route.split(" ");
    return platform
        .raw()
        .send(
            new Request(
                methodAndPath[0],
                methodAndPath[1],
                token,
                body,
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString()));
  }

  /** The answer must name the field. If it were ignored, the answer would name missing fields. */
  @Test
  void fieldsThatTheServiceDecidesAreTakenFromNobody() {
    String token = platform.staff().anotherAdminsToken();
    List<String> routes = routes(operation -> operation.has("requestBody"));
    List<String> complaints = new ArrayList<>();
    for (String route : routes) {
      for (String field : List.of("userId", "status", "total", "version", "isAdmin")) {
        String[] methodAndPath = route.split(" ");
        Answer answer =
            platform
                .raw()
                .send(
                    json(
                        methodAndPath[0],
                        methodAndPath[1],
                        "{\"" + field + "\":1}",
                        token,
                        UUID.randomUUID().toString()));
        if (answer.status() != 400 || !answer.text().contains("unknown field " + field)) {
          complaints.add(route + " with " + field + ": " + answer);
        }
      }
    }

    assertThat(routes).hasSizeGreaterThan(15);
    assertThat(complaints).isEmpty();
  }

  /** The body is a thousand times as large when it is unpacked. */
  @Test
  void nothingThatIsCompressedIsUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream bomb = new GZIPOutputStream(packed)) {
      byte[] megabyte = " ".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
      for (int megabytes = 0; megabytes < 64; megabytes++) {
        bomb.write(megabyte);
      }
      bomb.write("{}".getBytes(StandardCharsets.US_ASCII));
    }
    String token = platform.staff().anotherAdminsToken();
    List<String> complaints = new ArrayList<>();
    for (String route : routes(operation -> operation.has("requestBody"))) {
      String[] methodAndPath = route.split(" ");
      Answer answer =
          platform
              .raw()
              .send(
                  new Request(
                      methodAndPath[0],
                      methodAndPath[1],
                      token,
                      packed.toByteArray(),
                      "Content-Type",
                      "application/json",
                      "Content-Encoding",
                      "gzip",
                      "Idempotency-Key",
                      UUID.randomUUID().toString()));
      if (answer.status() != 415 || !isProblem(answer)) {
        complaints.add(route + ": " + answer);
      }
    }

    assertThat(complaints).isEmpty();
  }

  /**
   * A server that unpacks closes such a connection without notice, and the next request on it
   * fails.
   */
  @Test
  void aBodyThatIsNotWhatItSaysDoesNotCostTheNextRequestItsAnswer() throws IOException {
    String request =
        String.join(
            "\r\n",
            "POST /api/orders HTTP/1.1",
            "Host: " + platform.base().getAuthority(),
            "Content-Type: application/json",
            "Content-Encoding: gzip",
            "Content-Length: 2",
            "",
            "{}");
    try (Socket connection = new Socket(platform.base().getHost(), platform.base().getPort())) {
      connection.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
      InputStream answers = new BufferedInputStream(connection.getInputStream());

      for (int time = 1; time <= 2; time++) {
        connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(statusOf(answers)).as("answer " + time).startsWith("HTTP/1.1 401");
      }
    }
  }

  /** The status line of an answer; the rest of the answer is read and ignored. */
  private static String statusOf(InputStream answers) throws IOException {
    String status = line(answers);
    int length = 0;
    for (String header = line(answers); !header.isEmpty(); header = line(answers)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    answers.skipNBytes(length);
    return status;
  }

  /** The next line; empty at the end of the headers and at the end of the connection. */
  private static String line(InputStream answers) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = answers.read(); next >= 0 && next != '\n'; next = answers.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Test
  void hostileNumbersAreRefusedWhereverANumberIsTaken() {
    String token = platform.staff().token();
    List<String> complaints = new ArrayList<>();
    for (String number : HostileBodies.hostileNumbers()) {
      for (Request request : requestsWith(number, token)) {
        Answer answer = platform.raw().send(request);
        complaints.addAll(complaints(request + " with " + number, answer));
        if (answer.status() != 400) {
          complaints.add(request + " with " + number + " was not refused: " + answer);
        }
      }
    }

    assertThat(complaints).isEmpty();
  }

  /** Each request is valid except for the number. */
  private List<Request> requestsWith(String number, String token) {
    String key = UUID.randomUUID().toString();
    String sku = Platform.fresh("HOSTILE");
    List<Request> requests = new ArrayList<>();
    requests.add(
        json(
            "POST",
            "/api/orders",
            "{\"lines\":[{\"sku\":\"TEA-001\",\"quantity\":%s}],\"paymentMethod\":\"pm_ok\"}"
                .formatted(number),
            token,
            key));
    if (!number.equals("2147483648")) {
      // a valid price in minor units
      requests.add(
          json(
              "PUT",
              "/api/inventory/products/" + sku,
              "{\"name\":\"x\",\"price\":{\"amount\":%s,\"currency\":\"EUR\"}}".formatted(number),
              token,
              key));
    }
    if (!number.equals("-1")) {
      // a valid change of the stock, by one unit less
      requests.add(
          json(
              "POST",
              "/api/inventory/products/TEA-001/stock",
              "{\"delta\":%s,\"reason\":\"x\"}".formatted(number),
              token,
              key));
    }
    return requests;
  }

  @Test
  void aRequestRefusedByTheContainerIsAProblemToo() {
    String token = platform.staff().token();
    List<Request> requests =
        List.of(
            Request.get("/", null),
            Request.get("/no/such/place", null),
            Request.get("/api/orders/not-an-id", token),
            Request.get("/api/orders/%C3%28", token),
            Request.get("/api/orders?limit=0", token),
            Request.get("/api/orders?limit=101", token),
            Request.get("/api/orders?limit=x", token),
            Request.get("/api/orders?cursor=!!!", token),
            Request.get("/api/orders?status=NONE", token),
            Request.get("/api/orders", "not.a.token"),
            Request.get("/api/users/me", null),
            Request.of("DELETE", "/api/orders", token, null),
            Request.of("PATCH", "/api/inventory/products", token, "{}"),
            Request.of("POST", "/api/orders", token, "x", "Content-Type", "text/plain"),
            Request.of("POST", "/api/orders", token, "x", "Content-Type", "nonsense"),
            Request.of(
                "POST",
                "/api/orders",
                token,
                "{}",
                "Content-Type",
                "application/json",
                "Content-Encoding",
                "gzip"),
            Request.of("GET", "/api/inventory/products", null, null, "Accept", "text/html"));
    List<String> complaints = new ArrayList<>();
    for (Request request : requests) {
      Answer answer = platform.raw().send(request);
      complaints.addAll(complaints(request.toString(), answer));
    }

    assertThat(complaints).isEmpty();
  }

  private static Request json(String method, String path, String body, String token, String key) {
    return Request.of(
        method, path, token, body, "Content-Type", "application/json", "Idempotency-Key", key);
  }

  private static List<String> complaints(String what, Answer answer) {
    if (answer.status() >= 500) {
      return List.of(what + ": " + answer);
    }
    return answer.status() < 400 || isProblem(answer) ? List.of() : List.of(what + ": " + answer);
  }

  private static boolean isProblem(Answer answer) {
    if (!answer.contentType().startsWith("application/problem+json")) {
      return false;
    }
    JsonNode problem = answer.json();
    return CATALOGUE.contains(problem.path("type").asText())
        && problem.path("status").asInt() == answer.status();
  }

  private List<String> writingRoutes() {
    return routes(operation -> true);
  }

  /**
   * "METHOD /path" of every matching operation that may write, from the server's own description.
   */
  private List<String> routes(Predicate<JsonNode> which) {
    JsonNode paths =
        platform.raw().send(Request.get("/openapi?format=json", null)).json().path("paths");
    List<String> routes = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (WRITES.contains(operation.getKey())
                              && which.test(operation.getValue())) {
                            routes.add(
                                operation.getKey().toUpperCase(Locale.ROOT)
                                    + " "
                                    + filled(path.getKey()));
                          }
                        }));
    return routes;
  }

  private static String filled(String template) {
    return template.replace("{sku}", "TEA-001").replaceAll("\\{[^}]+}", new UUID(0, 1).toString());
  }
}
