package io.tradewind.contracts.orders;

import java.util.List;
import java.util.UUID;

/**
 * A customer's order was accepted and its saga has begun. It contains everything needed to recreate
 * the order after its database was restored to an earlier time.
 *
 * @param amount the total in minor units
 * @param lines what was ordered; missing from older senders
 * @param paymentMethod the provider's token for the method, never a card number; missing from older
 *     senders
 * @param requestHash recognises a repeat of the request that placed this order: the SHA-256 of its
 *     sender and its key; missing from older senders
 */
public record OrderPlaced(
    UUID orderId,
    UUID userId,
    long amount,
    String currency,
    List<OrderedLine> lines,
    String paymentMethod,
    String requestHash)
    implements OrderEvent {

  /** As older senders wrote it. */
  public OrderPlaced(UUID orderId, UUID userId, long amount, String currency) {
    this(orderId, userId, amount, currency, null, null, null);
  }
}
