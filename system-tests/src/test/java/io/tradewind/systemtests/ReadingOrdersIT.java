package io.tradewind.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.Raw.Answer;
import io.tradewind.systemtests.Raw.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Waiting for an order, its history, and lists of orders. */
@WholeSystem
class ReadingOrdersIT {

  private final Platform platform;
  private final Customer customer;
  private final String sku;

  ReadingOrdersIT(Platform platform) {
    this.platform = platform;
    this.customer = platform.customer();
    this.sku = platform.staff().product(100, 100);
  }

  @Test
  void waitingReturnsAsSoonAsTheOrderHasSettled() {
    UUID order = customer.orders(sku, 1, "pm_slow");

    long before = System.nanoTime();
    JsonNode view = get("/api/orders/" + order + "?wait=30s").json();
    Duration waited = Duration.ofNanos(System.nanoTime() - before);

    assertThat(view.path("status").asText()).isEqualTo("CONFIRMED");
    assertThat(waited).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
  }

  @Test
  void waitingThatTakesTooLongAnswersWithThePresentView() {
    UUID order = customer.orders(sku, 1, "pm_slow");

    Answer answer = get("/api/orders/" + order + "?wait=1s");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("AUTHORIZING");
    customer.settles(order);
  }

  @Test
  void waitingLongerThanThirtySecondsIsRefused() {
    UUID order = customer.orders(sku, 1, "pm_ok");

    assertThat(get("/api/orders/" + order + "?wait=31s").status()).isEqualTo(400);
    assertThat(get("/api/orders/" + order + "?wait=soon").status()).isEqualTo(400);
  }

  @Test
  void theHistoryTellsEveryStepAndEveryMomentInIt() {
    UUID order = customer.orders(sku, 1, "pm_ok");
    customer.settles(order);

    JsonNode events = get("/api/orders/" + order + "/events").json().path("items");
    List<String> types = new ArrayList<>();
    events.forEach(event -> types.add(event.path("type").asText()));

    assertThat(types)
        .startsWith("OrderPlaced", "PaymentAuthorized", "StockReserved", "PaymentCaptured");
    String placedAt = events.get(0).path("at").asText();
    JsonNode then = get("/api/orders/" + order + "?asOf=" + placedAt).json();
    assertThat(then.path("status").asText()).isEqualTo("AUTHORIZING");
    assertThat(get("/api/orders/" + order + "?asOf=2001-01-01T00:00:00Z").status()).isEqualTo(404);
  }

  @Test
  void aListIsReadPageByPageWithoutLossOrRepetition() {
    List<UUID> placed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      placed.add(customer.orders(sku, 1, "pm_ok"));
    }

    List<UUID> listed = new ArrayList<>();
    String cursor = "";
    for (int page = 0; cursor != null && page < 10; page++) {
      JsonNode answer = get("/api/orders?limit=2" + cursor).json();
      answer.path("items").forEach(item -> listed.add(UUID.fromString(item.path("id").asText())));
      cursor = answer.path("next").isNull() ? null : "&cursor=" + answer.path("next").asText();
    }

    assertThat(listed).doesNotHaveDuplicates().containsAll(placed);
  }

  @Test
  void aListCanBeNarrowedToAStatus() {
    UUID confirmed = customer.orders(sku, 1, "pm_ok");
    UUID rejected = customer.orders(sku, 1, "pm_declined");
    customer.settles(confirmed);
    customer.settles(rejected);

    JsonNode items = get("/api/orders?status=REJECTED&limit=100").json().path("items");

    assertThat(items.findValuesAsText("id"))
        .contains(rejected.toString())
        .doesNotContain(confirmed.toString());
  }

  @Test
  void aViewHasWhatTheContractSays() {
    UUID order = customer.orders(sku, 2, "pm_ok");
    customer.settles(order);

    JsonNode view = get("/api/orders/" + order).json();

    assertThat(view.fieldNames())
        .toIterable()
        .contains("id", "status", "total", "lines", "placedAt", "version");
    assertThat(view.path("total").path("amount").asLong()).isEqualTo(200);
    assertThat(view.path("lines").get(0).path("quantity").asInt()).isEqualTo(2);
  }

  private Answer get(String path) {
    return platform.raw().send(Request.get(path, customer.token()));
  }
}
