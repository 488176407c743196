package io.tradewind.orders.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** A note that a person typed with an event; separate from the history so that it can be erased. */
@Entity
@Table(name = "order_note")
@IdClass(OrderFact.Key.class)
public class OrderNote {

  @Id
  @Column(name = "order_id")
  private UUID orderId;

  @Id
  @Column(name = "seq")
  private long seq;

  @Column(name = "note")
  private String note;

  protected OrderNote() {}

  public long seq() {
    return seq;
  }

  public String note() {
    return note;
  }
}
