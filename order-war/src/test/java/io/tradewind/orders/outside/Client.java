package io.tradewind.orders.outside;

import io.tradewind.outside.Site;
import io.tradewind.outside.Site.Answer;
import java.util.UUID;

/** One user at the order service's door. */
public record Client(Site orders, UUID user, String token) {

  public Answer get(String path) {
    return orders.get(path, token);
  }

  public Answer post(String path, String key, String body) {
    return orders.send("POST", path, token, body, "Idempotency-Key", key);
  }

  /** One line of two pounds of tea, paid with what the text says. */
  public Answer placesTea(String key, String paymentMethod) {
    return post(
        "",
        key,
        "{\"lines\":[{\"sku\":\"TEA-001\",\"quantity\":2}],\"paymentMethod\":\""
            + paymentMethod
            + "\"}");
  }
}
