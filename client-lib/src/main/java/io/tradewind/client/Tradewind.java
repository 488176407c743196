package io.tradewind.client;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * Creates the clients for a program without injection. It has no connection and may be shared;
 * reuse the proxies that it creates.
 *
 * <pre>{@code
 * Tradewind anyone = Tradewind.at(URI.create("https://shop.example/"));
 * Tokens tokens = anyone.users().signIn(new SignIn(email, password));
 * Order order = anyone.as(tokens::accessToken).orders().place(key, request).body();
 * }</pre>
 */
public final class Tradewind {

  private static final long CONNECT_SECONDS = 5;

  /** Longer than the longest {@code ?wait=}. */
  private static final long READ_SECONDS = 45;

  private final Function<String, URI> address;
  private final Supplier<String> accessToken;

  private Tradewind(Function<String, URI> address, Supplier<String> accessToken) {
    this.address = address;
    this.accessToken = accessToken;
  }

  /** All services behind one address. */
  public static Tradewind at(URI root) {
    return new Tradewind(service -> root, null);
  }

  /**
   * Each service at its own address.
   *
   * @param address from users, orders, payments, inventory or notifications to a server's root
   */
  public static Tradewind at(Function<String, URI> address) {
    return new Tradewind(address, null);
  }

  /**
   * The same, signed in.
   *
   * @param accessToken called before each request, so that the token may be renewed
   */
  public Tradewind as(Supplier<String> accessToken) {
    return new Tradewind(address, accessToken);
  }

  public UsersApi users() {
    return client(UsersApi.class, address.apply("users"));
  }

  public OrdersApi orders() {
    return client(OrdersApi.class, address.apply("orders"));
  }

  public PaymentsApi payments() {
    return client(PaymentsApi.class, address.apply("payments"));
  }

  public InventoryApi inventory() {
    return client(InventoryApi.class, address.apply("inventory"));
  }

  public NotificationsApi notifications() {
    return client(NotificationsApi.class, address.apply("notifications"));
  }

  /**
   * @param service users, orders, payments, inventory or notifications
   */
  public OperationsApi operations(String service) {
    return client(OperationsApi.class, address.apply(service).resolve("/api/" + service));
  }

  /**
   * Opens a stream of the signed-in user's notifications.
   *
   * @param after the last known {@code seq}, 0 for none
   */
  public NotificationStream stream(long after) {
    String ticket = notifications().ticket().ticket();
    return NotificationStream.open(address.apply("notifications"), ticket, after);
  }

  private <T> T client(Class<T> type, URI base) {
    RestClientBuilder builder =
        RestClientBuilder.newBuilder()
            .baseUri(base)
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(READ_SECONDS, TimeUnit.SECONDS);
    if (accessToken != null) {
      builder.register(new BearerToken(accessToken));
    }
    return builder.build(type);
  }
}
