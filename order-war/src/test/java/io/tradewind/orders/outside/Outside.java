package io.tradewind.orders.outside;

import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.outside.Issuer;
import io.tradewind.outside.Site;
import io.tradewind.outside.Tables;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.values.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** One running order service with real database and broker, shared by all tests of the JVM. */
public final class Outside {

  private static Outside running;

  private final Issuer issuer = new Issuer();
  private final Stack stack;
  private final Participants participants;
  private final Tables tables;

  private Outside() {
    stack =
        Stack.forTests(Service.ORDERS)
            .env("JWKS_URL", issuer.url())
            .env("TRADEWIND_SAGA_ATTENTION_AFTER_ATTEMPTS", "2")
            .start();
    tables = new Tables(stack.postgres(), "orders");
    participants = new Participants(stack.kafka().bootstrapServers());
    participants.say(new ProductChanged("TEA-001", "Earl Grey", 1299, "EUR", 1));
    participants.say(new ProductChanged("TEA-USD", "Sweet Tea", 500, "USD", 1));
    participants.say(new ProductChanged("TEA-MAX", "Gold Leaf", Long.MAX_VALUE, "EUR", 1));
    await().atMost(Duration.ofSeconds(60)).until(() -> number("select count(*) from price") >= 3);
  }

  public static synchronized Outside running() {
    if (running == null) {
      Outside outside = new Outside();
      Runtime.getRuntime().addShutdownHook(new Thread(outside::stop));
      running = outside;
    }
    return running;
  }

  private void stop() {
    participants.close();
    keepLog();
    stack.close();
    issuer.close();
  }

  /** Keeps the server's log, which is needed first after a failure. */
  private void keepLog() {
    try {
      Files.copy(
          stack.server(Service.ORDERS).log(),
          Path.of("target/orders-it-server.log"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException lost) {
      System.getLogger("test").log(System.Logger.Level.WARNING, "no server log", lost);
    }
  }

  public Client customer() {
    return user("customer");
  }

  public Client user(String... roles) {
    UUID id = Ids.next();
    return new Client(Site.of(stack.url(Service.ORDERS), "orders"), id, issuer.tokenOf(id, roles));
  }

  public Client nobody() {
    return new Client(Site.of(stack.url(Service.ORDERS), "orders"), null, null);
  }

  public Participants participants() {
    return participants;
  }

  public Stack stack() {
    return stack;
  }

  public long number(String sql) {
    return tables.number(sql);
  }

  /** Locks the row of this order until the connection rolls back. */
  public Connection holdingTheRowOf(UUID order) throws SQLException {
    return having("select 1 from orders where id = '" + order + "' for update");
  }

  /** Locks the table of orders, even for reading, until the connection rolls back. */
  public Connection holdingTheTableOfOrders() throws SQLException {
    return having("lock table orders in access exclusive mode");
  }

  /**
   * Holds the lock of another replica that handles this request, until the connection rolls back.
   */
  public Connection handling(String operation, UUID caller, String key) throws SQLException {
    return having(
        "select pg_advisory_xact_lock(('x' || left(encode(sha256(convert_to("
            + "'%s' || chr(10) || '%s' || chr(10) || '%s', 'UTF8')), 'hex'), 16))::bit(64)::bigint)"
                .formatted(caller, operation, key));
  }

  private Connection having(String lock) throws SQLException {
    Connection holding = stack.postgres().connect("orders", "orders_owner");
    holding.setAutoCommit(false);
    try (Statement statement = holding.createStatement()) {
      statement.execute(lock);
    }
    return holding;
  }

  /** The SQL state with which the service's own role is refused, or "nothing". */
  public String refusalOf(String sql) {
    return tables.refusalOf(sql);
  }

  public void change(String sql) {
    tables.change(sql);
  }
}
