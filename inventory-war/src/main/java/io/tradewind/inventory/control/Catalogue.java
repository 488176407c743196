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

/** Where products are made and changed; each change tells everyone the whole product. */
@ApplicationScoped
public class Catalogue {

  @Inject Products products;
  @Inject Stocks stocks;
  @Inject StockViewQueue view;
  @Inject Outbox outbox;

  /** The product as it is now, kept from changing until the transaction ends. */
  public Optional<Product> lock(String sku) {
    products.lock(sku);
    return products.find(sku);
  }

  /** A new product with an empty shelf, under the lock of its SKU. */
  public Product add(String sku, String name, Money price) {
    Product product = new Product(sku, name, price);
    Stock shelf = new Stock(sku);
    products.add(product);
    products.write();
    stocks.add(shelf);
    view.showAfterCommit(List.of(Availability.of(shelf)));
    publish(product);
    return product;
  }

  /** Changes a locked product; one that is the same already keeps its version and is not told. */
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
