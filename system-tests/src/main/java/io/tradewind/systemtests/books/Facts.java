package io.tradewind.systemtests.books;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * All that the checks look at, read at one moment of rest.
 *
 * @param acknowledged what the clients remember: every order that answered 202
 * @param charges the provider's own ledger
 * @param parkedKeys keys of parked messages, in any service
 * @param unsent outbox rows that have not left, in all services
 */
public record Facts(
    List<Acknowledged> acknowledged,
    List<Order> orders,
    List<History> histories,
    List<Payment> payments,
    List<Charge> charges,
    List<Stock> stocks,
    List<Movement> movements,
    List<Reservation> reservations,
    List<Notification> notifications,
    Set<String> parkedKeys,
    long unsent) {

  /** An order that a client was promised. */
  public record Acknowledged(UUID orderId, UUID userId, String idempotencyKey) {}

  /**
   * @param total minor units
   * @param units by SKU, repeated lines added up
   * @param version number of its events
   * @param unanswered commands without an answer
   */
  public record Order(
      UUID id,
      UUID userId,
      String status,
      long total,
      Map<String, Long> units,
      long version,
      long unanswered) {}

  /** An order's events in short: how many, the highest position, and where the last one left it. */
  public record History(UUID orderId, long events, long lastSeq, String lastStatus) {}

  /**
   * The payment as payment-war keeps it; amounts in minor units.
   *
   * @param userId null for one that was undone before it was asked for
   * @param elsewhere of what was refunded, what people gave back where the provider does not see it
   */
  public record Payment(
      UUID orderId, UUID userId, long authorised, long captured, long refunded, long elsewhere) {}

  /**
   * A line of the provider's ledger that moved something.
   *
   * @param operation AUTHORISE, CAPTURE, VOID or REFUND
   */
  public record Charge(UUID orderId, String operation, long amount) {}

  public record Stock(String sku, long onHand, long reserved) {}

  /**
   * @param type ADJUSTMENT, RESERVE, RELEASE, SHIP or RESTOCK
   * @param units may be negative in an adjustment alone
   */
  public record Movement(String sku, String type, long units) {}

  /**
   * @param status HELD, COMMITTED, SHIPPED, RESTOCKED, RELEASED or REJECTED
   */
  public record Reservation(UUID orderId, String status, Map<String, Long> units) {}

  /**
   * @param orderId null when it is not about an order
   */
  public record Notification(UUID userId, long seq, String type, UUID orderId) {}
}
