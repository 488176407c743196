package io.tradewind.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The money of one order. */
public record Payment(
    UUID orderId,
    String status,
    Money authorised,
    Money captured,
    Money refunded,
    List<Entry> ledger) {

  /**
   * One movement of money.
   *
   * @param seq counts from 1 within the order
   * @param reason where something was refused, or null
   */
  public record Entry(long seq, String type, Money amount, String reason, Instant at) {}
}
