package io.tradewind.orders.outside;

import io.tradewind.outside.Site;
import io.tradewind.outside.Site.Answer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One user of the order service. */
public record Client(Site orders, UUID user, String token) {

  public Answer get(String path) {
    return orders.get(path, token);
  }

  public CompletableFuture<Answer> getLater(String path) {
    return orders.getLater(path, token);
  }

  public Answer post(String path, String key, String body) {
    return orders.send("POST", path, token, body, "Idempotency-Key", key);
  }

  /** Orders two pounds of tea in one line, with this payment method. */
  public Answer placesTea(String key, String paymentMethod) {
    return post("", key, tea(paymentMethod));
  }

  /** The same through a proxy with another public address. */
  public Answer placesTeaBehind(String scheme, String host, String key) {
    return orders.send(
        "POST",
        "",
        token,
        tea("pm_ok"),
        "Idempotency-Key",
        key,
        "X-Forwarded-Proto",
        scheme,
        "X-Forwarded-Host",
        host);
  }

  private static String tea(String paymentMethod) {
    return "{\"lines\":[{\"sku\":\"TEA-001\",\"quantity\":2}],\"paymentMethod\":\""
        + paymentMethod
        + "\"}";
  }
}
