package io.tradewind.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.Raw.Answer;
import io.tradewind.systemtests.Raw.Request;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever is not sure whether a request came through may send it again. */
@WholeSystem
class RepeatedRequestsIT {

  private final Platform platform;
  private final Customer customer;
  private final String sku;

  RepeatedRequestsIT(Platform platform) {
    this.platform = platform;
    this.customer = platform.customer();
    this.sku = platform.staff().product(100, 100);
    customer.canOrder(sku);
  }

  @Test
  void sameKeyAndBodyReplaysTheStoredAnswer() {
    String key = UUID.randomUUID().toString();
    Answer first = place(customer, key, 1);
    Answer second = place(customer, key, 1);

    assertThat(first.status()).isEqualTo(202);
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
  }

  @Test
  void sameKeyWithAnotherBodyIsA422() {
    String key = UUID.randomUUID().toString();
    place(customer, key, 1);

    Answer other = place(customer, key, 2);

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("type").asText()).endsWith("/idempotency-key-reused");
  }

  @Test
  void anothersKeyIsNotMine() {
    String key = UUID.randomUUID().toString();
    Answer mine = place(customer, key, 1);
    Answer theirs = place(platform.customer(), key, 1);

    assertThat(theirs.status()).isEqualTo(202);
    assertThat(theirs.header("Location")).isNotEqualTo(mine.header("Location"));
  }

  @Test
  void anOrderWithoutAKeyIsRefused() {
    Answer answer =
        platform
            .raw()
            .send(
                Request.of(
                    "POST",
                    "/api/orders",
                    customer.token(),
                    body(1),
                    "Content-Type",
                    "application/json"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("type").asText()).endsWith("/idempotency-key-required");
  }

  @Test
  void aRefusalIsNotRemembered() {
    String key = UUID.randomUUID().toString();
    String later = Platform.fresh("LATER");
    Answer refused = place(customer, key, body(later, 1));
    platform.staff().creates(later, 100, 5);
    customer.canOrder(later);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(place(customer, key, body(later, 1)).status()).isEqualTo(202);
  }

  @Test
  void repeatedStockChangesCountOnce() {
    String key = UUID.randomUUID().toString();
    String path = "/api/inventory/products/" + sku + "/stock";
    for (int i = 0; i < 3; i++) {
      Request change =
          Request.of(
              "POST",
              path,
              platform.staff().token(),
              "{\"delta\":7,\"reason\":\"delivery\"}",
              "Content-Type",
              "application/json",
              "Idempotency-Key",
              key);
      assertThat(platform.raw().send(change).json().path("onHand").asLong()).isEqualTo(107);
    }
  }

  private Answer place(Customer who, String key, int quantity) {
    return place(who, key, body(quantity));
  }

  private Answer place(Customer who, String key, String body) {
    return platform
        .raw()
        .send(
            Request.of(
                "POST",
                "/api/orders",
                who.token(),
                body,
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                key));
  }

  private String body(int quantity) {
    return body(sku, quantity);
  }

  private static String body(String sku, int quantity) {
    return "{\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}],\"paymentMethod\":\"pm_ok\"}"
        .formatted(sku, quantity);
  }
}
