package io.tradewind.orders.entity;

import io.tradewind.values.Money;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * One event in the history of an order: the signal and its result. It stores the resulting status,
 * so that an old history folds to the same order even after the saga's table has changed.
 *
 * <p>Its key (order, position) is also the last guard: two writers that both missed the order's row
 * lock would write the same position, and one of them fails.
 */
@Entity
@Table(name = "order_event")
@IdClass(OrderFact.Key.class)
public class OrderFact {

  /**
   * What the event says beyond its type. It contains no user input, because the history is never
   * erased.
   *
   * @param placed only with the first event
   * @param reason a stable word, when the event ends the order early
   */
  public record Data(Placed placed, String reason) {}

  /**
   * @param paymentMethod the provider's token for the method
   */
  public record Placed(UUID userId, List<OrderLine> lines, Money total, String paymentMethod) {}

  @Id
  @Column(name = "order_id")
  private UUID orderId;

  @Id
  @Column(name = "seq")
  private long seq;

  @Column(name = "type")
  private String type;

  @Enumerated(EnumType.STRING)
  @Column(name = "status")
  private OrderStatus status;

  @Column(name = "at")
  private Instant at;

  @Basic
  @Column(name = "data")
  private Data data;

  protected OrderFact() {}

  OrderFact(UUID orderId, long seq, String type, OrderStatus status, Instant at, Data data) {
    this.orderId = orderId;
    this.seq = seq;
    this.type = type;
    this.status = status;
    this.at = at;
    this.data = data;
  }

  public UUID orderId() {
    return orderId;
  }

  /** 1 for the first event of the order, without gaps. */
  public long seq() {
    return seq;
  }

  public String type() {
    return type;
  }

  /** The status after the event. */
  public OrderStatus status() {
    return status;
  }

  public Instant at() {
    return at;
  }

  public Data data() {
    return data;
  }

  /** Identity for JPA. */
  public static class Key implements Serializable {
    private UUID orderId;
    private long seq;

    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.orderId.equals(orderId) && key.seq == seq;
    }

    @Override
    public int hashCode() {
      return Objects.hash(orderId, seq);
    }
  }
}
