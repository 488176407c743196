package io.tradewind.systemtests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.AccessChange;
import io.tradewind.client.AddressDetails;
import io.tradewind.client.OrderRequest;
import io.tradewind.client.OrdersApi;
import io.tradewind.client.Reason;
import io.tradewind.client.Registration;
import io.tradewind.client.ResetRequest;
import io.tradewind.client.SignIn;
import io.tradewind.client.Tokens;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.TopicReader;
import io.tradewind.systemtests.driver.WholeSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Personal data and secrets are in no span, no metric, no log line, no message and no stored
 * answer.
 */
@WholeSystem
class CanaryIT {

  private static final Duration EXPORTED = Duration.ofSeconds(20);

  private static final String MARK = UUID.randomUUID().toString().replace("-", "");
  private static final String LOCAL = "canary" + MARK.substring(0, 12);
  private static final String EMAIL = LOCAL + "@canary.example";
  private static final String PHONE =
      "+4917" + (100_000_000L + Math.floorMod(MARK.hashCode(), 800_000_000));
  private static final String NAME = "Canary " + MARK.substring(12, 20);
  private static final String STREET = "Canary Lane " + MARK.substring(4, 16);
  private static final String PASSWORD = "canary sings " + MARK.substring(20);

  private static final String KEPT =
      """
      select t::text from outbox t
      union all select t::text || encode(coalesce(t.body, ''), 'escape') from idempotency_key t
      union all select t::text from operator_action t
      union all select t::text || encode(coalesce(t.payload, ''), 'escape') from parked_message t
      """;

  private final Platform platform;

  CanaryIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void noSpanMetricLogLineMessageOrKeptAnswerHoldsAPersonalValueOrASecret() throws IOException {
    platform.atLevels("*=info:io.tradewind.*=all", this::theCanarySings);
  }

  private void theCanarySings() throws IOException {
    Registration canary = new Registration(EMAIL, PHONE, PASSWORD, NAME);
    UUID person = platform.client().users().register(canary).body().id();
    platform
        .client()
        .as(platform.staff()::token)
        .users()
        .changeAccess(person, "*", new AccessChange(null, true, null, "as asked"));
    Tokens tokens = platform.client().users().signIn(new SignIn(EMAIL, PASSWORD));
    String token = tokens.accessToken();
    AddressDetails home =
        new AddressDetails(NAME, STREET, null, "1010", "Vienna", null, "AT", null);
    platform.client().as(() -> token).users().addAddress(home);
    Customer.refusalOf(
        () ->
            platform.client().as(() -> token).users().changeAddress(UUID.randomUUID(), "*", home));
    String ticket = platform.client().as(() -> token).notifications().ticket().ticket();

    UUID order = ordersAndCancels(platform.client().as(() -> token).orders());

    Customer.refusalOf(() -> platform.client().users().register(canary));
    Customer.refusalOf(
        () -> platform.client().users().signIn(new SignIn(EMAIL, PASSWORD + " wrong")));
    Customer.refusalOf(() -> platform.client().users().forgotPassword(new ResetRequest(EMAIL)));
    platform.raw().send(Request.get("/api/users/me?email=" + EMAIL, token));
    platform.raw().send(Request.of("PATCH", "/api/users/me", token, "{\"name\": \"" + NAME));
    platform.raw().send(Request.get("/api/users/me?password=canary", token + "x"));
    NotificationStream.open(platform.raw(), platform.base(), ticket, 0, platform.origin()).close();
    awaitExportOf(Request.get("/api/users/" + UUID.randomUUID(), token));
    awaitExportOf(
        Request.of("POST", "/api/notifications/" + UUID.randomUUID() + "/read", token, null));

    Map<String, String> secrets =
        Map.ofEntries(
            Map.entry("e-mail", LOCAL),
            Map.entry("phone", PHONE.substring(1)),
            Map.entry("name", NAME),
            Map.entry("street", STREET),
            Map.entry("password", PASSWORD),
            Map.entry("access token", token),
            Map.entry("signature of the access token", token.substring(token.lastIndexOf('.') + 1)),
            Map.entry("refresh token", tokens.refreshToken()),
            Map.entry("ticket", ticket),
            Map.entry("the admin's password", platform.stack().adminPassword()),
            Map.entry("a database's password", platform.stack().postgres().password("users")),
            Map.entry("Redis' password", platform.stack().redis().password()),
            Map.entry("the provider's key", platform.stack().provider().key()));
    assertThat(holding(platform.traces().texts(), secrets)).as("spans").isEmpty();
    assertThat(holding(metrics(), secrets)).as("metrics").isEmpty();
    assertThat(holding(platform.log(), secrets)).as("log").isEmpty();
    assertThat(holding(incidents(), secrets)).as("incidents").isEmpty();
    List<String> sent = messages();
    assertThat(sent).as("messages").anyMatch(text -> text.contains(order.toString()));
    assertThat(holding(sent, secrets)).as("messages").isEmpty();
    List<String> kept = keptForMessagesAndAnswers();
    assertThat(kept).as("rows").anyMatch(text -> text.contains(order.toString()));
    assertThat(kept).as("actions").anyMatch(text -> text.contains("account/" + person));
    assertThat(holding(kept, secrets)).as("rows").isEmpty();
  }

  /** The reason is the customer's free text, which only the order's history may keep. */
  private UUID ordersAndCancels(OrdersApi orders) {
    String sku = platform.staff().product(100, 10);
    platform.customer().canOrder(sku);
    OrderRequest tea = new OrderRequest(List.of(new OrderRequest.Line(sku, 1)), "pm_ok");
    UUID order = orders.place(UUID.randomUUID().toString(), tea).body().id();
    Eventually.ask(
        EXPORTED, () -> orders.order(order, "20s", null).body().status(), "CONFIRMED"::equals);
    orders.cancel(order, UUID.randomUUID().toString(), new Reason(NAME + " moved to " + STREET));
    String status =
        Eventually.ask(
            EXPORTED, () -> orders.order(order, "20s", null).body().status(), "CANCELLED"::equals);
    assertThat(status).isEqualTo("CANCELLED");
    return order;
  }

  private List<String> messages() {
    return new TopicReader(platform.stack().kafka().bootstrapServers())
        .all().stream().map(ConsumerRecord::toString).toList();
  }

  private List<String> keptForMessagesAndAnswers() {
    List<String> rows = new ArrayList<>();
    for (Service service : Service.values()) {
      try (Connection database = platform.stack().postgres().superuser(service.id());
          Statement statement = database.createStatement();
          ResultSet found = statement.executeQuery(KEPT)) {
        while (found.next()) {
          rows.add(found.getString(1));
        }
      } catch (SQLException unreadable) {
        throw new IllegalStateException(unreadable);
      }
    }
    return rows;
  }

  /** A service exports spans in the order in which they end: the earlier ones were exported too. */
  private void awaitExportOf(Request last) {
    platform.raw().send(last);
    boolean exported =
        Eventually.ask(
            EXPORTED,
            () ->
                platform.traces().spans().stream()
                    .anyMatch(span -> last.path().equals(span.attributes().get("url.path"))),
            seen -> seen);
    assertThat(exported).as("the span of " + last).isTrue();
  }

  private static List<String> holding(List<String> texts, Map<String, String> secrets) {
    return secrets.entrySet().stream()
        .filter(secret -> texts.stream().anyMatch(text -> text.contains(secret.getValue())))
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.toList());
  }

  private List<String> metrics() {
    return List.of(platform.raw().send(Request.get("/metrics", null)).text());
  }

  private List<String> incidents() throws IOException {
    try (Stream<Path> files = Files.walk(platform.stack().server(Service.USERS).incidents())) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file));
      }
      return texts;
    }
  }
}
