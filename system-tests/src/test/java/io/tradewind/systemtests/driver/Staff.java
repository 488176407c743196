package io.tradewind.systemtests.driver;

import io.tradewind.client.AccessChange;
import io.tradewind.client.InventoryApi;
import io.tradewind.client.Money;
import io.tradewind.client.Order;
import io.tradewind.client.OrdersApi;
import io.tradewind.client.PermissionGroupDetails;
import io.tradewind.client.ProductDetails;
import io.tradewind.client.SignIn;
import io.tradewind.client.StockChange;
import io.tradewind.client.StockMovement;
import io.tradewind.client.Tradewind;
import io.tradewind.client.UsersApi;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The first admin, who may do what staff may. */
public final class Staff {

  private static final Duration SETTLED = Duration.ofSeconds(60);

  private final Platform platform;
  private final InventoryApi inventory;
  private final OrdersApi orders;
  private final UsersApi users;
  private final RenewedToken token = new RenewedToken(this::signsIn);

  public Staff(Platform platform) {
    this.platform = platform;
    Tradewind own = platform.client().as(this::token);
    this.inventory = own.inventory();
    this.orders = own.orders();
    this.users = own.users();
  }

  /** The stock of a product as inventory-war reports it. */
  public record StockLevel(long onHand, long reserved, long available) {}

  public String token() {
    return token.get();
  }

  private String signsIn() {
    SignIn admin = new SignIn("admin@tradewind.example", platform.stack().adminPassword());
    return platform.client().users().signIn(admin).accessToken();
  }

  /** Makes a new product with a price in cents and a number of units in stock. */
  public String product(long price, int stock) {
    String sku = Platform.fresh("SKU");
    creates(sku, price, stock);
    return sku;
  }

  public void creates(String sku, long price, int stock) {
    inventory.putProduct(sku, null, new ProductDetails("Product " + sku, new Money(price, "EUR")));
    adds(sku, stock);
  }

  public void adds(String sku, long units) {
    StockChange delivery = new StockChange(units, "a delivery");
    inventory.changeStock(sku, UUID.randomUUID().toString(), delivery);
  }

  /** The available units according to PostgreSQL. */
  public long available(String sku) {
    return inventory.product(sku).body().available();
  }

  public StockLevel stock(String sku) {
    List<StockMovement> movements =
        new Pages<>((String cursor) -> inventory.movements(sku, cursor, 100)).all();
    StockMovement last =
        movements.stream().max((one, other) -> Long.compare(one.seq(), other.seq())).orElseThrow();
    return new StockLevel(last.onHand(), last.reserved(), last.onHand() - last.reserved());
  }

  public String settles(UUID order) {
    return Eventually.ask(SETTLED, () -> orders.order(order, "20s", null).body(), Order::settled)
        .status();
  }

  public void ships(UUID order) {
    orders.ship(order, null, null);
  }

  public void delivers(UUID order) {
    orders.deliver(order, null, null);
  }

  public void takesBack(UUID order) {
    orders.takeBack(order, null, null);
  }

  /** The token of an admin whom a test may sign out or lock. */
  public String anotherAdminsToken() {
    return tokenOfSomebodyNew(List.of("customer", "admin"));
  }

  public String tokenOfSomebodyNew(List<String> roles) {
    Customer somebody = platform.customer();
    String etag = users.account(somebody.id()).etag();
    users.changeAccess(somebody.id(), etag, new AccessChange(roles, null, null, null));
    return somebody.signsInAgain();
  }

  /** A customer in a group with these permissions, which hold from the next sign-in on. */
  public Customer memberOfAGroup(String... permissions) {
    String group = "group-" + UUID.randomUUID().toString().substring(0, 8);
    users.putPermissionGroup(
        group, null, new PermissionGroupDetails(List.of(permissions), "the tests want it"));
    Customer somebody = platform.customer();
    puts(somebody, List.of(group));
    return somebody;
  }

  public void puts(Customer somebody, List<String> groups) {
    users.changeAccess(
        somebody.id(), "*", new AccessChange(null, null, groups, "the tests want it"));
  }
}
