package io.tradewind.client;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * An order. Settled states are CONFIRMED, SHIPPED, DELIVERED, REJECTED, CANCELLED and RETURNED.
 *
 * @param reason why it was rejected or cancelled, or null
 */
public record Order(
    UUID id,
    String status,
    Money total,
    List<Line> lines,
    String reason,
    Instant placedAt,
    long version) {

  private static final Set<String> SETTLED =
      Set.of("CONFIRMED", "SHIPPED", "DELIVERED", "REJECTED", "CANCELLED", "RETURNED");

  /** Whether the order waits for nothing but new requests. */
  public boolean settled() {
    return SETTLED.contains(status);
  }

  /** Units of one product at the price when they were ordered. */
  public record Line(String sku, String name, int quantity, Money unitPrice) {}
}
