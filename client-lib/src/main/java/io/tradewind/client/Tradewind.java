package io.tradewind.client;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * The way in for a program without injection. It keeps no connection and may be shared; a proxy
 * that it makes is worth keeping.
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
   * @param accessToken asked before each call, so that it may be renewed
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
   * Opens a stream of what the signed-in user is told.
   *
   * @param after the last {@code seq} that is known already, 0 for none
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
