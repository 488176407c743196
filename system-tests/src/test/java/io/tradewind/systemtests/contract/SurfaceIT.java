package io.tradewind.systemtests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.architecture.Approved;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Answer;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.WholeSystem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the server exposes to any client: headers, features, access for pages of other origins. */
@WholeSystem
class SurfaceIT {

  /** Headers that differ from answer to answer; each has a test of its own. */
  private static final Set<String> OF_THE_ANSWER =
      Set.of(
          "date",
          "content-length",
          "transfer-encoding",
          "connection",
          "content-language",
          "allow",
          "location",
          "etag",
          "last-modified",
          "io.openliberty.trace");

  /**
   * The features that the five services need, and those that these need. None of them administers
   * or debugs a server from outside.
   */
  private static final String FEATURES =
      """
      appSecurity-6.0 cdi-4.1 concurrent-3.1 distributedMap-1.0 expressionLanguage-6.0 jdbc-4.3
      jndi-1.0 json-1.0 jsonp-2.1 jwt-1.0 mail-2.1 monitor-1.0 mpConfig-3.1 mpHealth-4.0 mpJwt-2.1
      mpMetrics-5.1 mpOpenAPI-4.1 mpReactiveMessaging-3.0 mpReactiveStreams-3.0 mpRestClient-4.0
      mpTelemetry-2.1 persistence-3.2 persistenceContainer-3.2 restfulWS-4.0 restfulWSClient-4.0
      servlet-6.1 ssl-1.0 transportSecurity-1.0 validation-3.1 websocket-2.2
      """;

  private static final String FOREIGN_PAGE = "https://evil.example";

  private final Platform platform;

  SurfaceIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void everyAnswerCarriesTheApprovedHeaders() {
    String rows =
        answers().entrySet().stream()
            .map(answer -> row(answer.getKey(), answer.getValue()))
            .collect(Collectors.joining());
    Approved.file("../docs/headers.md").is(page(rows));
  }

  /** One answer of each kind: from a resource, from a filter, from the container. */
  private Map<String, Answer> answers() {
    Customer customer = platform.customer();
    String token = customer.token();
    String nobodys = "/api/orders/" + new UUID(0, 1);
    Map<String, Request> requests = new LinkedHashMap<>();
    requests.put("something public", Request.get("/api/inventory/products/TEA-001", null));
    requests.put("something of one's own", Request.get("/api/users/me", token));
    requests.put("tokens", json("POST", "/api/users/login", null, customer.credentials()));
    requests.put("a ticket", Request.of("POST", "/api/notifications/tickets", token, null));
    requests.put("an accepted order", order(token));
    requests.put("the keys", Request.get("/api/users/jwks", null));
    requests.put("no token", Request.get("/api/orders", null));
    requests.put("a forged token", Request.get("/api/orders", "not.a.token"));
    requests.put("a wrong role", Request.get("/api/users", token));
    requests.put("nothing there", Request.get(nobodys, token));
    requests.put("no such route", Request.get("/api/orders/a/b/c/d", token));
    requests.put("no such service", Request.get("/no/such/place", null));
    requests.put("the root", Request.get("/", null));
    requests.put("a wrong method", Request.of("DELETE", "/api/orders", token, null));
    requests.put("no body", json("POST", "/api/orders", token, ""));
    requests.put("a query that is no UTF-8", Request.get("/api/orders?status=%C3%28", token));
    requests.put("too much", json("POST", "/api/users/login", null, "x".repeat(300_000)));
    requests.put("no JSON", Request.of("POST", "/api/users/login", null, "a=1"));
    Map<String, Answer> answers = new LinkedHashMap<>();
    requests.forEach((what, request) -> answers.put(what, platform.raw().send(request)));
    return answers;
  }

  @Test
  void aPageOfSomebodyElseIsAllowedNothing() {
    List<Request> asked =
        List.of(
            Request.of(
                "OPTIONS",
                "/api/orders",
                null,
                null,
                "Origin",
                FOREIGN_PAGE,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,idempotency-key"),
            Request.of("GET", "/api/inventory/products", null, null, "Origin", FOREIGN_PAGE),
            Request.of("GET", "/api/inventory/products", null, null, "Origin", "null"),
            Request.of(
                "GET", "/api/users/me", platform.staff().token(), null, "Origin", FOREIGN_PAGE));

    assertThat(asked)
        .allSatisfy(
            request ->
                assertThat(headers(platform.raw().send(request)))
                    .noneMatch(header -> header.startsWith("access-control-")));
  }

  @Test
  void noFeatureIsInstalledThatNobodyNeeds() {
    String installed =
        platform.log().stream()
            .filter(line -> line.contains("CWWKF0012I"))
            .map(line -> line.replaceAll(".*features: \\[([^]]+)].*", "$1"))
            .collect(Collectors.joining(", "));

    assertThat(installed.split(", ")).containsExactlyInAnyOrder(FEATURES.strip().split("\\s+"));
  }

  @Test
  void nothingThatAdministersTheServerAnswers() {
    assertThat(
            Stream.of(
                    "/adminCenter",
                    "/ibm/api",
                    "/IBMJMXConnectorREST",
                    "/IBMJMXConnectorREST/mbeans",
                    "/api/orders/WEB-INF/web.xml",
                    "/api/orders/META-INF/microprofile-config.properties",
                    "/api/orders/..%2f..%2fserver.xml",
                    "/j_security_check")
                .map(path -> platform.raw().send(Request.get(path, null)).status()))
        // 302 redirects to TLS and then asks for an administrator; none exists
        .allMatch(status -> status == 302 || status == 400 || status == 404);
  }

  private static Request order(String token) {
    return Request.of(
        "POST",
        "/api/orders",
        token,
        "{\"lines\":[{\"sku\":\"TEA-001\",\"quantity\":1}],\"paymentMethod\":\"pm_declined\"}",
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        UUID.randomUUID().toString());
  }

  private static Request json(String method, String path, String token, String body) {
    return Request.of(method, path, token, body, "Content-Type", "application/json");
  }

  private static String row(String what, Answer answer) {
    return "| %s | %d | %s |\n"
        .formatted(
            what,
            answer.status(),
            headers(answer).stream().map("`%s`"::formatted).collect(Collectors.joining("<br>")));
  }

  private static Set<String> headers(Answer answer) {
    return answer.response().headers().map().entrySet().stream()
        .filter(header -> !OF_THE_ANSWER.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .flatMap(
            header ->
                header.getValue().stream()
                    .map(value -> header.getKey().toLowerCase(Locale.ROOT) + ": " + value))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String page(String rows) {
    return """
        # What every answer carries

        Written by a test that asks for one answer of each kind; approve a change with `-Dapprove`. No page of
        another origin is ever allowed anything, so there is no `Access-Control-` header.

        | answer | status | headers |
        |---|---|---|
        %s"""
        .formatted(rows);
  }
}
