package io.tradewind.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.AddressDetails;
import io.tradewind.client.Registration;
import io.tradewind.client.ResetRequest;
import io.tradewind.client.SignIn;
import io.tradewind.client.Tokens;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.Raw.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What somebody tells us of themselves is in no span, no metric and no log line. */
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

  private final Platform platform;

  CanaryIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void noSpanMetricOrLogLineHoldsAPersonalValueOrASecret() throws IOException {
    platform.atLevels("*=info:io.tradewind.*=all", this::theCanarySings);
  }

  private void theCanarySings() throws IOException {
    Registration canary = new Registration(EMAIL, PHONE, PASSWORD, NAME);
    platform.client().users().register(canary);
    Tokens tokens = platform.client().users().signIn(new SignIn(EMAIL, PASSWORD));
    String token = tokens.accessToken();
    AddressDetails home =
        new AddressDetails(NAME, STREET, null, "1010", "Vienna", null, "AT", null);
    platform.client().as(() -> token).users().addAddress(home);
    Customer.refusalOf(
        () ->
            platform.client().as(() -> token).users().changeAddress(UUID.randomUUID(), "*", home));
    String ticket = platform.client().as(() -> token).notifications().ticket().ticket();

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
        Map.of(
            "e-mail", LOCAL,
            "phone", PHONE.substring(1),
            "name", NAME,
            "street", STREET,
            "password", PASSWORD,
            "access token", token,
            "signature of the access token", token.substring(token.lastIndexOf('.') + 1),
            "refresh token", tokens.refreshToken(),
            "ticket", ticket);
    assertThat(holding(platform.traces().texts(), secrets)).as("spans").isEmpty();
    assertThat(holding(metrics(), secrets)).as("metrics").isEmpty();
    assertThat(holding(platform.log(), secrets)).as("log").isEmpty();
    assertThat(holding(incidents(), secrets)).as("incidents").isEmpty();
  }

  /** The spans of a service leave in the order of their ends: what was before it has left too. */
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
