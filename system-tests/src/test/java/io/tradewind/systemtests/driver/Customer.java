package io.tradewind.systemtests.driver;

import io.tradewind.client.Notification;
import io.tradewind.client.NotificationsApi;
import io.tradewind.client.Order;
import io.tradewind.client.OrderRequest;
import io.tradewind.client.OrderRequest.Line;
import io.tradewind.client.OrdersApi;
import io.tradewind.client.Payment;
import io.tradewind.client.PaymentsApi;
import io.tradewind.client.Reason;
import io.tradewind.client.Registration;
import io.tradewind.client.SignIn;
import io.tradewind.client.Tradewind;
import io.tradewind.client.TradewindProblem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** A signed-in customer and the calls that a customer makes. */
public final class Customer {

  private static final Duration SETTLED = Duration.ofSeconds(60);
  private static final Duration HEARD_OF = Duration.ofSeconds(10);
  private static final String PASSWORD = "correct horse battery staple";

  /** Temporary refusals, after which the call is repeated. */
  private static final Set<String> NOT_YET = Set.of("unknown-sku", "request-in-progress");

  private final Platform platform;
  private final UUID id;
  private final String email;
  private final RenewedToken token = new RenewedToken(this::signsInAgain);
  private final OrdersApi orders;
  private final PaymentsApi payments;
  private final NotificationsApi notifications;

  private Customer(Platform platform, UUID id, String email) {
    this.platform = platform;
    this.id = id;
    this.email = email;
    Tradewind own = platform.client().as(token);
    this.orders = own.orders();
    this.payments = own.payments();
    this.notifications = own.notifications();
  }

  public static Customer register(Platform platform) {
    return register(platform, UUID.randomUUID());
  }

  /** Registers another account with the same address, after the first one was lost. */
  public Customer registersAgain() {
    return register(platform, UUID.fromString(email.substring(0, email.indexOf('@'))));
  }

  private static Customer register(Platform platform, UUID mark) {
    String email = mark + "@customers.example";
    String phone = "+49" + (1_000_000_000L + Math.floorMod(mark.hashCode(), 1_000_000_000L));
    UUID id =
        platform
            .client()
            .users()
            .register(new Registration(email, phone, PASSWORD, "Ann Example"))
            .body()
            .id();
    return new Customer(platform, id, email);
  }

  public UUID id() {
    return id;
  }

  public String token() {
    return token.get();
  }

  /** The customer's credentials, as the body of a sign-in. */
  public String credentials() {
    return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD);
  }

  /** Returns a token with the current roles. */
  public String signsInAgain() {
    return platform.client().users().signIn(new SignIn(email, PASSWORD)).accessToken();
  }

  /** Places an order, as soon as the product is known. */
  public UUID orders(String sku, int quantity, String paymentMethod) {
    return orders(sku, quantity, paymentMethod, UUID.randomUUID().toString());
  }

  private UUID orders(String sku, int quantity, String paymentMethod, String key) {
    UUID order =
        Eventually.ask(HEARD_OF, () -> tries(sku, quantity, paymentMethod, key), Objects::nonNull);
    if (order == null) {
      throw new IllegalStateException(sku + " cannot be ordered after " + HEARD_OF);
    }
    platform.promised(order, id, key);
    return order;
  }

  private UUID tries(String sku, int quantity, String paymentMethod, String key) {
    try {
      return place(sku, quantity, paymentMethod, key);
    } catch (TradewindProblem refused) {
      if (NOT_YET.contains(refused.slug())) {
        return null;
      }
      throw refused;
    }
  }

  private UUID place(String sku, int quantity, String paymentMethod, String key) {
    OrderRequest request = new OrderRequest(List.of(new Line(sku, quantity)), paymentMethod);
    return orders.place(key, request).body().id();
  }

  /** Tries once to place an order, without a retry. */
  public void triesToOrder(String sku) {
    place(sku, 1, "pm_ok", UUID.randomUUID().toString());
  }

  /** Places an order and waits until it has settled, which shows that the product is known. */
  public void canOrder(String sku) {
    settles(orders(sku, 1, "pm_ok"));
  }

  /**
   * Places an order with a key that others use at the same time; repeats it until it is answered.
   */
  public UUID ordersOnce(String sku, String key) {
    return orders(sku, 1, "pm_ok", key);
  }

  public void cancels(UUID order) {
    orders.cancel(order, null, new Reason("changed my mind"));
  }

  /** Returns the slug of the problem that the action leads to; "none" without one. */
  public static String refusalOf(Runnable action) {
    try {
      action.run();
      return "none";
    } catch (TradewindProblem refused) {
      return refused.slug();
    }
  }

  public String statusOf(UUID order) {
    return orders.order(order, null, null).body().status();
  }

  /** Returns the status in which the order settles; waits up to 60 s. */
  public String settles(UUID order) {
    return Eventually.ask(SETTLED, () -> orders.order(order, "20s", null).body(), Order::settled)
        .status();
  }

  public String reaches(UUID order, String status) {
    return Eventually.ask(SETTLED, () -> statusOf(order), status::equals);
  }

  /** The amount captured so far, refunded or not; minor units. */
  public long captured(UUID order) {
    return payment(order).captured().amount();
  }

  public long refunded(UUID order) {
    return payment(order).refunded().amount();
  }

  private Payment payment(UUID order) {
    return payments.payment(order);
  }

  public String ticket() {
    return notifications.ticket().ticket();
  }

  public NotificationStream listens(long after) {
    return NotificationStream.open(
        platform.raw(), platform.base(), ticket(), after, platform.origin());
  }

  /** The sequence numbers of all notifications, the oldest first. */
  public List<Long> numbersOfNotifications() {
    return notifications.notifications(null, 100).items().stream().map(Notification::seq).toList();
  }

  /** Returns the first notification about this order; waits up to 10 s for it. */
  public UUID notificationAbout(UUID order) {
    return Eventually.ask(HEARD_OF, () -> firstAbout(order), Objects::nonNull);
  }

  private UUID firstAbout(UUID order) {
    return notifications.notifications(null, 100).items().stream()
        .filter(told -> order.toString().equals(told.data().get("orderId")))
        .map(Notification::id)
        .findFirst()
        .orElse(null);
  }

  public void marksRead(UUID notification) {
    notifications.read(notification);
  }

  public boolean hasRead(UUID notification) {
    return notifications.notifications(null, 100).items().stream()
        .anyMatch(each -> each.id().equals(notification) && each.read());
  }
}
