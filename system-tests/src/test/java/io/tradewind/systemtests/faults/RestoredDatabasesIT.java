package io.tradewind.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.books.Books;
import io.tradewind.systemtests.books.Facts.Charge;
import io.tradewind.systemtests.books.FactsReader;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.DatabaseCopy;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.Runbook;
import io.tradewind.systemtests.driver.Staff;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Restores one database alone to an earlier time. No money moves by itself, and the commands of the
 * runbook make the promises hold again.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RestoredDatabasesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String THE_BACKUP = "the backup of noon was put back";
  private static final String REPLAY =
      "tradewind parked replay <service> --channel <channel> --cause <part of the cause>"
          + " --reason <why>";

  private Platform platform;
  private Staff staff;
  private Customer customer;
  private Runbook runbook;
  private final Map<Service, Long> parkedBefore = new EnumMap<>(Service.class);

  @BeforeAll
  void start() {
    platform = Platform.start();
    staff = platform.staff();
    customer = platform.customer();
    runbook =
        new Runbook(platform.base().toString(), staff.tokenOfSomebodyNew(List.of("operator")));
  }

  @AfterAll
  void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void ordersThatTheirDatabaseLostAreListedMadeAgainAndChargedOnce() throws Exception {
    String sku = staff.product(100, 50);
    UUID shipped = confirmed(sku);
    UUID calledOff = confirmed(sku);
    UUID untouched = confirmed(sku);
    UUID calledOffLater = customer.orders(sku, 1, "pm_ok");
    UUID underWay = customer.orders(sku, 1, "pm_capture_fails");
    DatabaseCopy copy = copyOf(Service.ORDERS);
    String key = UUID.randomUUID().toString();
    UUID lost = customer.ordersOnce(sku, key);
    assertThat(customer.settles(lost)).isEqualTo("CONFIRMED");
    UUID lostAndShipped = confirmed(sku);
    UUID declined = customer.orders(sku, 1, "pm_declined");
    customer.settles(declined);
    staff.ships(shipped);
    staff.ships(lostAndShipped);
    customer.cancels(calledOff);
    assertThat(customer.settles(calledOff)).isEqualTo("CANCELLED");
    assertThat(customer.settles(calledOffLater)).isEqualTo("CONFIRMED");
    customer.cancels(calledOffLater);
    assertThat(customer.settles(calledOffLater)).isEqualTo("CANCELLED");
    String ended = customer.settles(underWay);
    List<Charge> charges = chargesAtRest();

    comesBackTo(copy);

    assertThat(Customer.refusalOf(() -> customer.ordersOnce(sku, key)))
        .isEqualTo("database-restored");
    List<String> listed = runbook.types("tradewind lost list");
    for (UUID order : List.of(lost, lostAndShipped, declined, shipped, calledOff)) {
      assertThat(listed).as("%s", order).anyMatch(line -> line.startsWith(order.toString()));
    }
    assertThat(listed).noneMatch(line -> line.startsWith(untouched.toString()));
    assertThat(lostEventsWhen(number -> number > 0)).isEqualTo(listed.size() - 1.0);
    assertThat(customer.settles(calledOff)).isEqualTo("CONFIRMED");

    List<String> said =
        Eventually.ask(
            PATIENCE,
            () -> runbook.types("tradewind lost rebuild --reason <why>", THE_BACKUP),
            lines -> lines.get(0).endsWith(" 0 left."));
    assertThat(said.get(0)).endsWith(" 0 left.");
    assertThat(customer.settles(lost)).isEqualTo("CONFIRMED");
    assertThat(customer.settles(declined)).isEqualTo("REJECTED");
    settlesAs(shipped, "SHIPPED");
    settlesAs(lostAndShipped, "SHIPPED");
    settlesAs(calledOff, "CANCELLED");
    settlesAs(calledOffLater, "CANCELLED");
    assertThat(Eventually.ask(PATIENCE, () -> afterAReplay(underWay), ended::equals))
        .isEqualTo(ended);
    assertThat(
            Eventually.ask(
                PATIENCE,
                () -> Customer.refusalOf(() -> customer.ordersOnce(sku, key)),
                "none"::equals))
        .isEqualTo("none");
    assertThat(customer.ordersOnce(sku, key)).isEqualTo(lost);
    assertThat(lostEventsWhen(number -> number == 0)).isZero();
    nothingMoreIsParkedAt(Service.ORDERS);
    assertThat(chargesAtRest()).isEqualTo(charges);
  }

  @Test
  void paymentsThatTheirDatabaseLostComeFromTheirCommandsAndMoveNothing() throws Exception {
    String sku = staff.product(100, 50);
    DatabaseCopy copy = copyOf(Service.PAYMENTS);
    UUID kept = confirmed(sku);
    UUID calledOff = confirmed(sku);
    customer.cancels(calledOff);
    assertThat(customer.settles(calledOff)).isEqualTo("CANCELLED");
    List<Charge> charges = chargesAtRest();

    comesBackTo(copy);

    for (UUID order : List.of(kept, calledOff)) {
      Supplier<String> known = () -> Customer.refusalOf(() -> customer.captured(order));
      assertThat(Eventually.ask(PATIENCE, known, "none"::equals)).isEqualTo("none");
    }
    assertThat(chargesAtRest()).isEqualTo(charges);
    assertThat(customer.captured(kept)).isEqualTo(100);
    assertThat(customer.refunded(kept)).isZero();
    assertThat(customer.refunded(calledOff)).isEqualTo(100);
    assertThat(runbook.types("tradewind payments differences"))
        .noneMatch(line -> line.contains(kept.toString()) || line.contains(calledOff.toString()));
    nothingMoreIsParkedAt(Service.ORDERS);
  }

  /**
   * A delivery that staff entered is stored nowhere else, so its orders are parked until the stock
   * was counted: their reserve or their confirmation, whichever came second.
   */
  @Test
  void reservationsComeFromTheirCommandsOnceTheShelvesAreCounted() throws Exception {
    String sku = staff.product(100, 10);
    UUID shipped = confirmed(sku);
    DatabaseCopy copy = copyOf(Service.INVENTORY);
    staff.adds(sku, 5);
    UUID ofTheDelivery = customer.orders(sku, 12, "pm_ok");
    assertThat(customer.settles(ofTheDelivery)).isEqualTo("CONFIRMED");
    String lostProduct = staff.product(300, 5);
    UUID ofTheProduct = confirmed(lostProduct);
    staff.ships(shipped);
    settlesAs(shipped, "SHIPPED");
    List<Charge> charges = chargesAtRest();

    comesBackTo(copy);

    for (UUID order : List.of(ofTheDelivery, ofTheProduct)) {
      assertThat(
              Eventually.ask(
                  PATIENCE,
                  () ->
                      runbook.types(
                          "tradewind parked list <service> --cause <part of the cause>",
                          "inventory",
                          "are missing"),
                  lines -> lines.stream().anyMatch(line -> line.contains(order.toString()))))
          .anyMatch(line -> line.contains(order.toString()));
    }
    assertThat(
            Eventually.ask(
                PATIENCE,
                () -> Customer.refusalOf(() -> staff.adds(lostProduct, 5)),
                "none"::equals))
        .isEqualTo("none");
    assertThat(Eventually.ask(PATIENCE, () -> staff.stock(sku).onHand(), units -> units == 9))
        .isEqualTo(9);
    staff.adds(sku, 5);
    for (String channel : List.of("inventory-commands", "order-events")) {
      runbook.tries(REPLAY, "inventory", channel, "are missing", "the shelves were counted");
    }

    nothingMoreIsParkedAt(Service.INVENTORY);
    nothingMoreIsParkedAt(Service.ORDERS);
    assertThat(staff.stock(sku)).isEqualTo(new Staff.StockLevel(14, 12, 2));
    assertThat(staff.stock(lostProduct)).isEqualTo(new Staff.StockLevel(5, 1, 4));
    assertThat(lineOf(sku, runbook.types("tradewind stock check"))).isEmpty();
    assertThat(chargesAtRest()).isEqualTo(charges);
  }

  @Test
  void notificationsComeBackUnderTheNumbersThatWereTold() throws Exception {
    String sku = staff.product(100, 50);
    Customer told = platform.customer();
    told.settles(told.orders(sku, 1, "pm_ok"));
    DatabaseCopy copy = copyOf(Service.NOTIFICATIONS);
    UUID lost = told.orders(sku, 1, "pm_ok");
    told.settles(lost);
    chargesAtRest();
    List<Long> numbers = told.numbersOfNotifications();

    comesBackTo(copy);

    assertThat(Eventually.ask(PATIENCE, told::numbersOfNotifications, numbers::equals))
        .isEqualTo(numbers);
    assertThat(told.notificationAbout(lost)).isNotNull();
    told.settles(told.orders(sku, 1, "pm_ok"));
    chargesAtRest();
    assertThat(told.numbersOfNotifications())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, numbers.size() + 1).boxed().toList());
  }

  @Test
  void aPersonWithALostAccountRegistersAgainAndOldOrdersStay() throws Exception {
    String sku = staff.product(100, 50);
    DatabaseCopy copy = copyOf(Service.USERS);
    Customer lost = platform.customer();
    UUID order = lost.orders(sku, 1, "pm_ok");
    lost.settles(order);
    List<Charge> charges = chargesAtRest();

    comesBackTo(copy);

    customer.signsInAgain();
    assertThat(Customer.refusalOf(lost::signsInAgain)).isEqualTo("invalid-credentials");
    Customer again = lost.registersAgain();
    assertThat(again.id()).isNotEqualTo(lost.id());
    assertThat(Customer.refusalOf(() -> again.statusOf(order))).isEqualTo("not-found");
    assertThat(staff.settles(order)).isEqualTo("CONFIRMED");
    assertThat(chargesAtRest()).isEqualTo(charges);
  }

  /** Replays answers that arrived before the restored order had sent its commands again. */
  private String afterAReplay(UUID order) {
    for (String channel : List.of("payment-events", "inventory-events")) {
      runbook.tries(REPLAY, "orders", channel, "never sent", THE_BACKUP);
    }
    return customer.statusOf(order);
  }

  private UUID confirmed(String sku) {
    UUID order = customer.orders(sku, 1, "pm_ok");
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
    return order;
  }

  private void settlesAs(UUID order, String status) {
    Supplier<String> now = () -> customer.settles(order);
    assertThat(Eventually.ask(PATIENCE, now, status::equals)).isEqualTo(status);
  }

  private DatabaseCopy copyOf(Service service) throws SQLException {
    for (Service each : Service.values()) {
      parkedBefore.put(each, parkedAt(each));
    }
    return DatabaseCopy.of(platform.stack().postgres(), service);
  }

  /** Stops all services, and restores the database of one of them before the start. */
  private void comesBackTo(DatabaseCopy copy) throws SQLException {
    LibertyServer server = platform.stack().server(copy.service());
    server.close();
    copy.putBack();
    server.start();
  }

  /**
   * The provider's charges so far; first asserts that the books balance, with the system at rest.
   */
  private List<Charge> chargesAtRest() throws Exception {
    Books books = platform.audit();
    assertThat(books.balance()).as(books.toString()).isTrue();
    return new FactsReader(platform.stack()).read(List.of()).charges();
  }

  private double lostEventsWhen(DoublePredicate right) {
    LibertyServer orders = platform.stack().server(Service.ORDERS);
    return Eventually.ask(PATIENCE, () -> orders.metric("tradewind_lost_events"), right::test);
  }

  private static List<String> lineOf(String first, List<String> table) {
    return table.stream().filter(line -> line.startsWith(first + " ")).toList();
  }

  /** The number of parked messages is as before; what other tests left there stays. */
  private void nothingMoreIsParkedAt(Service service) {
    long before = parkedBefore.get(service);
    assertThat(Eventually.ask(PATIENCE, () -> parkedAt(service), now -> now == before))
        .isEqualTo(before);
  }

  private long parkedAt(Service service) {
    try (Connection database = platform.stack().postgres().superuser(service.id());
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from parked_message")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
