package io.tradewind.systemtests.books;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The data that the checks read, taken at one moment when the system is at rest.
 *
 * @param acknowledged every order that was answered with 202, as recorded by the clients
 * @param charges the provider's own ledger
 * @param parkedKeys keys of parked messages, in any service
 * @param unsent outbox rows that were not sent yet, in all services
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

  /** An order that was acknowledged to a client. */
  public record Acknowledged(UUID orderId, UUID userId, String idempotencyKey) {}

  /**
   * @param total minor units
   * @param units by SKU; repeated lines are added up
   * @param version number of its events
   * @param unanswered number of commands without an answer
   */
  public record Order(
      UUID id,
      UUID userId,
      String status,
      long total,
      Map<String, Long> units,
      long version,
      long unanswered) {}

  /**
   * The events of an order in short: their number, the highest sequence number, the last status.
   */
  public record History(UUID orderId, long events, long lastSeq, String lastStatus) {}

  /**
   * The payment as payment-war stores it; amounts in minor units.
   *
   * @param userId null for a payment whose compensation arrived before its authorisation
   * @param elsewhere the part of {@code refunded} that was refunded by hand, unseen by the provider
   */
  public record Payment(
      UUID orderId, UUID userId, long authorised, long captured, long refunded, long elsewhere) {}

  /**
   * A line of the provider's ledger that had an effect.
   *
   * @param operation AUTHORISE, CAPTURE, VOID or REFUND
   */
  public record Charge(UUID orderId, String operation, long amount) {}

  public record Stock(String sku, long onHand, long reserved) {}

  /**
   * @param type ADJUSTMENT, RESERVE, RELEASE, SHIP or RESTOCK
   * @param units negative only in an adjustment
   */
  public record Movement(String sku, String type, long units) {}

  /**
   * @param status HELD, COMMITTED, SHIPPED, RESTOCKED, RELEASED or REJECTED
   */
  public record Reservation(UUID orderId, String status, Map<String, Long> units) {}

  /**
   * @param orderId null for a notification that is not about an order
   */
  public record Notification(UUID userId, long seq, String type, UUID orderId) {}
}
