package io.tradewind.inventory.control;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.inventory.entity.Product;
import io.tradewind.inventory.entity.Stock;
import io.tradewind.messaging.Outbox;
import io.tradewind.values.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Creates and changes products; each change is published as a full snapshot. */
@ApplicationScoped
public class Catalogue {

  @Inject Products products;
  @Inject StockTable stocks;
  @Inject StockViewQueue view;
  @Inject Outbox outbox;

  /** The current product, locked until the transaction ends. */
  public Optional<Product> lock(String sku) {
    products.lock(sku);
    return products.find(sku);
  }

  /** Adds a product without stock, under the lock of its SKU; it can be read at once. */
  public Product add(String sku, String name, Money price) {
    Product product = new Product(sku, name, price);
    Stock stock = new Stock(sku);
    products.add(product);
    products.write();
    stocks.add(stock);
    view.showAfterCommit(List.of(Availability.of(stock)));
    publish(product);
    outbox.flush();
    return product;
  }

  /**
   * Changes a locked product; without a difference it keeps its version and nothing is published.
   */
  public void change(Product product, String name, Money price) {
    long before = product.version();
    product.change(name, price);
    products.write();
    if (product.version() != before) {
      publish(product);
    }
  }

  private void publish(Product product) {
    Money price = product.price();
    outbox.add(
        new ProductChanged(
            product.sku(), product.name(), price.amount(), price.currency(), product.version()));
  }
}
