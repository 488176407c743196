package io.tradewind.inventory.entity;

import io.tradewind.values.Money;
import io.tradewind.values.Sku;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A product with its name and price. The version is its ETag. */
@Entity
@Table(name = "product")
public class Product {

  /** Minor units: with 100 lines of 1000 units an order's total still fits a long. */
  public static final long HIGHEST_PRICE = 1_000_000_000_000L;

  @Id private String sku;
  private String name;
  private long price;
  private String currency;
  @Version private long version;

  protected Product() {}

  /**
   * @throws IllegalArgumentException when a value is not allowed
   */
  public Product(String sku, String name, Money price) {
    if (!Sku.isValid(sku)) {
      throw new IllegalArgumentException("a SKU is 2 to 40 of A-Z, 0-9 and -, not - first");
    }
    this.sku = sku;
    change(name, price);
  }

  /**
   * @throws IllegalArgumentException when a value is not allowed
   */
  public final void change(String nextName, Money nextPrice) {
    if (nextName.isBlank() || nextName.codePointCount(0, nextName.length()) > 200) {
      throw new IllegalArgumentException("name has 1 to 200 characters");
    }
    if (nextPrice.amount() < 1 || nextPrice.amount() > HIGHEST_PRICE) {
      throw new IllegalArgumentException("price is 1 to " + HIGHEST_PRICE + " minor units");
    }
    name = nextName;
    price = nextPrice.amount();
    currency = nextPrice.currency();
  }

  public String sku() {
    return sku;
  }

  public String name() {
    return name;
  }

  public Money price() {
    return new Money(price, currency);
  }

  /** Grows with every change of the product, but not of its stock. */
  public long version() {
    return version;
  }
}
