package io.tradewind.orders.entity;

import io.tradewind.values.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The current price of one product. A copy: only the newest version of each product is kept. */
@Entity
@Table(name = "price")
public class Price {

  @Id
  @Column(name = "sku")
  private String sku;

  @Column(name = "name")
  private String name;

  @Column(name = "amount")
  private long amount;

  @Column(name = "currency")
  private String currency;

  @Column(name = "version")
  private long version;

  protected Price() {}

  public Price(String sku, String name, Money unitPrice, long version) {
    this.sku = sku;
    this.name = name;
    this.amount = unitPrice.amount();
    this.currency = unitPrice.currency();
    this.version = version;
  }

  /** A line with this many units at the current price. */
  public OrderLine of(int quantity) {
    return new OrderLine(sku, name, quantity, new Money(amount, currency));
  }

  public String sku() {
    return sku;
  }

  public long version() {
    return version;
  }
}
