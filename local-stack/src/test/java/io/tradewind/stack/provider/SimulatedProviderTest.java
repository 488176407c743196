package io.tradewind.stack.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedProviderTest {

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private SimulatedProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = SimulatedProvider.start(0, ledgerFile(), Optional.empty());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void aCallerWithoutTheKeyMovesNoMoneyAndSeesNone() throws Exception {
    provider.close();
    provider = SimulatedProvider.start(0, ledgerFile(), Optional.of("the shop's"));
    HttpRequest nameless = authorisation("k1", "p1", 500, "pm_ok");

    for (String shown :
        List.of("", "Bearer", "Bearer the shop", "the shop's", "Bearer another's")) {
      assertThat(http.send(showing(nameless, shown), text()).statusCode()).isEqualTo(401);
      assertThat(http.send(showing(reading("/payments/p1"), shown), text()).statusCode())
          .isEqualTo(401);
      assertThat(http.send(showing(reading("/operations/k1"), shown), text()).statusCode())
          .isEqualTo(401);
    }
    assertThat(ledger()).isEmpty();
    assertThat(http.send(showing(nameless, "Bearer the shop's"), text()).statusCode())
        .isEqualTo(200);
    assertThat(ledger()).hasSize(1);
  }

  private static HttpRequest showing(HttpRequest request, String credentials) {
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .header("Authorization", credentials)
        .build();
  }

  private HttpRequest reading(String path) {
    return HttpRequest.newBuilder(URI.create(provider.url() + path)).build();
  }

  @Test
  void aKeyIsActedOnOnce() throws Exception {
    JsonNode first = authorise("k1", "p1", 500, "pm_ok");
    JsonNode again = authorise("k1", "p1", 500, "pm_ok");

    assertThat(again).isEqualTo(first);
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void aKeyAskedFiftyTimesAtOnceIsActedOnOnce() {
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 50)
            .mapToObj(i -> http.sendAsync(authorisation("k1", "p1", 500, "pm_ok"), text()))
            .toList();

    assertThat(answers.stream().map(answer -> answer.join().body()).distinct()).hasSize(1);
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void aKeyUsedForAnotherRequestIsRefused() throws Exception {
    authorise("k1", "p1", 500, "pm_ok");

    assertThat(http.send(authorisation("k1", "p1", 501, "pm_ok"), text()).statusCode())
        .isEqualTo(422);
  }

  @Test
  void aDeclinedCardHoldsNothing() throws Exception {
    JsonNode answer = authorise("k1", "p1", 500, "pm_declined");

    assertThat(answer.get("result").asText()).isEqualTo("REFUSED");
    assertThat(answer.get("reason").asText()).isEqualTo("card-declined");
    assertThat(payment("p1").get("authorised").asLong()).isZero();
  }

  @Test
  void aCaptureThatFailsLeavesTheAuthorisationOpen() throws Exception {
    authorise("k1", "p1", 500, "pm_capture_fails");

    assertThat(operate("k2", "p1", "capture", 500).get("reason").asText())
        .isEqualTo("capture-failed");
    assertThat(payment("p1").get("status").asText()).isEqualTo("AUTHORISED");
  }

  @Test
  void nothingIsRefundedBeyondWhatWasCaptured() throws Exception {
    authorise("k1", "p1", 500, "pm_ok");
    operate("k2", "p1", "capture", 500);
    operate("k3", "p1", "refund", 400);

    assertThat(operate("k4", "p1", "refund", 101).get("result").asText()).isEqualTo("REFUSED");
    assertThat(payment("p1").get("refunded").asLong()).isEqualTo(400);
  }

  @Test
  void aVoidedNameIsNeverAuthorisedEvenIfTheVoidCameFirst() throws Exception {
    assertThat(operate("k1", "p1", "void", 0).get("result").asText()).isEqualTo("DONE");

    assertThat(authorise("k2", "p1", 500, "pm_ok").get("reason").asText()).isEqualTo("voided");
  }

  @Test
  void aCapturedPaymentIsNotVoided() throws Exception {
    authorise("k1", "p1", 500, "pm_ok");
    operate("k2", "p1", "capture", 500);

    assertThat(operate("k3", "p1", "void", 0).get("reason").asText()).isEqualTo("already-captured");
  }

  @Test
  void theDroppedAnswerIsThereForWhoAsksAgain() throws Exception {
    assertThatThrownBy(() -> authorise("k1", "p1", 500, "pm_timeout_then_ok"))
        .isInstanceOf(IOException.class);

    assertThat(get("/operations/k1").get("result").asText()).isEqualTo("DONE");
    assertThat(authorise("k1", "p1", 500, "pm_timeout_then_ok").get("amount").asLong())
        .isEqualTo(500);
    assertThat(ledger()).hasSize(1);
  }

  @Test
  void theLedgerSurvivesARestartAndAHalfWrittenLine() throws Exception {
    JsonNode first = authorise("k1", "p1", 500, "pm_ok");
    operate("k2", "p1", "capture", 500);
    provider.close();
    Files.writeString(ledgerFile(), "{\"seq\":3,\"ke", StandardOpenOption.APPEND);
    start();

    assertThat(authorise("k1", "p1", 500, "pm_ok")).isEqualTo(first);
    assertThat(payment("p1").get("captured").asLong()).isEqualTo(500);
    operate("k3", "p1", "refund", 500);
    assertThat(ledger()).extracting(line -> line.get("seq").asLong()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aKnobMakesItFailBeforeAnythingIsDecided() throws Exception {
    put("/knobs", "{\"failWith\":503}");
    assertThat(http.send(authorisation("k1", "p1", 500, "pm_ok"), text()).statusCode())
        .isEqualTo(503);

    put("/knobs", "{}");
    assertThat(ledger()).isEmpty();
    assertThat(authorise("k1", "p1", 500, "pm_ok").get("result").asText()).isEqualTo("DONE");
  }

  private Path ledgerFile() {
    return folder.resolve("provider/ledger.jsonl");
  }

  private JsonNode authorise(String key, String payment, long amount, String method)
      throws Exception {
    return json(http.send(authorisation(key, payment, amount, method), text()));
  }

  private HttpRequest authorisation(String key, String payment, long amount, String method) {
    String body =
        "{\"amount\":%d,\"currency\":\"EUR\",\"method\":\"%s\"}".formatted(amount, method);
    return request("/payments/" + payment + "/authorise", key, body);
  }

  private JsonNode operate(String key, String payment, String operation, long amount)
      throws Exception {
    String body = "{\"amount\":%d,\"currency\":\"EUR\"}".formatted(amount);
    return json(http.send(request("/payments/" + payment + "/" + operation, key, body), text()));
  }

  private HttpRequest request(String path, String key, String body) {
    return HttpRequest.newBuilder(URI.create(provider.url() + path))
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private void put(String path, String body) throws Exception {
    http.send(
        HttpRequest.newBuilder(URI.create(provider.url() + path))
            .PUT(BodyPublishers.ofString(body))
            .build(),
        text());
  }

  private JsonNode payment(String payment) throws Exception {
    return get("/payments/" + payment);
  }

  private Iterable<JsonNode> ledger() {
    return get("/ledger").get("items");
  }

  private JsonNode get(String path) {
    return json(
        http.sendAsync(HttpRequest.newBuilder(URI.create(provider.url() + path)).build(), text())
            .join());
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (IOException unreadable) {
      throw new AssertionError(response.body(), unreadable);
    }
  }

  private static HttpResponse.BodyHandler<String> text() {
    return BodyHandlers.ofString();
  }
}
