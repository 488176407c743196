package io.tradewind.systemtests.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tradewind.systemtests.books.Facts.Acknowledged;
import io.tradewind.systemtests.books.Facts.Charge;
import io.tradewind.systemtests.books.Facts.History;
import io.tradewind.systemtests.books.Facts.Movement;
import io.tradewind.systemtests.books.Facts.Notification;
import io.tradewind.systemtests.books.Facts.Order;
import io.tradewind.systemtests.books.Facts.Payment;
import io.tradewind.systemtests.books.Facts.Reservation;
import io.tradewind.systemtests.books.Facts.Stock;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each check finds the violation that is planted for it; a check that never failed is no evidence.
 */
class BooksTest {

  private static final UUID NEW_ORDER = new UUID(1, 99);
  private static final Map<String, Long> TWO_TEAS = Map.of(Shop.TEA, 2L);

  private final Map<Check, Consumer<Shop>> planted = new EnumMap<>(Check.class);

  BooksTest() {
    plantInOrders();
    plantInMoney();
    plantInStock();
    plantInNotifications();
  }

  private void plantInOrders() {
    planted.put(
        Check.ACKNOWLEDGED_ORDERS_EXIST,
        shop -> shop.acknowledged.add(new Acknowledged(NEW_ORDER, Shop.BUYER, "k")));
    planted.put(
        Check.EVERY_ORDER_SETTLED_OR_IS_STUCK_BEHIND_A_PARKED_MESSAGE,
        shop -> shop.orders.set(0, order(Shop.CONFIRMED, "CONFIRMED", 1)));
    planted.put(
        Check.A_KEY_MADE_ONE_ORDER,
        shop ->
            shop.acknowledged.add(
                new Acknowledged(Shop.REJECTED, Shop.BUYER, "key of " + Shop.CONFIRMED)));
    planted.put(
        Check.HISTORY_HAS_NO_HOLES_AND_ENDS_IN_THE_STATUS_OF_THE_ROW,
        shop -> shop.histories.set(0, new History(Shop.CONFIRMED, 4, 5, "CONFIRMED")));
    planted.put(Check.EVERY_EVENT_HAS_LEFT, shop -> shop.unsent = 1);
  }

  private void plantInMoney() {
    planted.put(
        Check.AN_ORDER_IS_AUTHORISED_AND_CAPTURED_ONCE,
        shop -> shop.charges.add(new Charge(Shop.CONFIRMED, "AUTHORISE", 1)));
    planted.put(
        Check.CAPTURED_LESS_REFUNDED_IS_WHAT_IS_OWED,
        shop -> shop.charges.remove(new Charge(Shop.RETURNED, "REFUND", 500)));
    planted.put(
        Check.NO_AUTHORISATION_IS_OPEN_ON_A_DEAD_ORDER,
        shop -> shop.charges.remove(new Charge(Shop.REJECTED, "VOID", 500)));
    planted.put(
        Check.OUR_LEDGER_AGREES_WITH_THE_PROVIDERS,
        shop -> shop.payments.set(0, new Payment(Shop.CONFIRMED, Shop.BUYER, 500, 0, 0, 0)));
    planted.put(
        Check.EVERY_CHARGE_BELONGS_TO_AN_ORDER,
        shop -> shop.charges.add(new Charge(NEW_ORDER, "AUTHORISE", 500)));
  }

  private void plantInStock() {
    planted.put(
        Check.ON_HAND_IS_THE_SUM_OF_ITS_MOVEMENTS,
        shop -> shop.movements.add(new Movement(Shop.TEA, "ADJUSTMENT", 1)));
    planted.put(
        Check.RESERVED_IS_THE_SUM_OF_ITS_MOVEMENTS,
        shop -> shop.movements.add(new Movement(Shop.TEA, "RELEASE", 1)));
    planted.put(
        Check.RESERVED_IS_WHAT_OPEN_RESERVATIONS_HOLD,
        shop -> shop.reservations.add(new Reservation(NEW_ORDER, "HELD", TWO_TEAS)));
    planted.put(Check.NOTHING_IS_BELOW_ZERO, shop -> shop.stocks.set(0, new Stock(Shop.TEA, 1, 2)));
    planted.put(
        Check.AN_ORDER_HOLDS_WHAT_ITS_STATUS_SAYS,
        shop -> shop.reservations.set(1, new Reservation(Shop.REJECTED, "HELD", TWO_TEAS)));
  }

  private void plantInNotifications() {
    planted.put(
        Check.A_STATUS_IS_TOLD_ONCE,
        shop ->
            shop.notifications.add(
                new Notification(Shop.BUYER, 3, "OrderConfirmed", Shop.CONFIRMED)));
    planted.put(Check.A_SETTLED_ORDER_WAS_TOLD, shop -> shop.notifications.remove(1));
    planted.put(Check.SEQUENCES_COUNT_FROM_ONE_WITHOUT_HOLES, shop -> shop.notifications.remove(0));
    planted.put(
        Check.ONLY_THE_OWNER_IS_TOLD_AND_CHARGED,
        shop ->
            shop.notifications.add(
                new Notification(Shop.STRANGER, 1, "OrderShipped", Shop.CONFIRMED)));
  }

  @Test
  void booksOfAShopInOrderBalance() {
    Books books = Books.audit(Shop.inOrder().facts());

    assertThat(books.balance()).as(books.toString()).isTrue();
  }

  @Test
  void everyCheckHasAPlantedViolation() {
    assertThat(planted.keySet()).containsExactly(Check.values());
  }

  @TestFactory
  Stream<DynamicTest> aPlantedViolationIsFound() {
    return planted.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey().name(),
                    () -> {
                      Shop shop = Shop.inOrder();
                      entry.getValue().accept(shop);

                      assertThat(Books.audit(shop.facts()).violations())
                          .containsKey(entry.getKey());
                    }));
  }

  @Test
  void anOrderBehindAParkedMessageIsStuckButNotSilent() {
    Shop shop = Shop.inOrder();
    shop.orders.set(0, order(Shop.CONFIRMED, "CAPTURING", 1));
    shop.parkedKeys.add(Shop.CONFIRMED.toString());

    assertThat(
            Check.EVERY_ORDER_SETTLED_OR_IS_STUCK_BEHIND_A_PARKED_MESSAGE.violations(shop.facts()))
        .isEmpty();
  }

  @Test
  void aManualRefundWithoutTheProviderCountsAsARefund() {
    Shop shop = Shop.inOrder();
    shop.charges.remove(new Charge(Shop.RETURNED, "REFUND", 500));
    shop.payments.set(2, new Payment(Shop.RETURNED, Shop.BUYER, 500, 500, 500, 500));

    Books books = Books.audit(shop.facts());

    assertThat(books.balance()).as(books.toString()).isTrue();
  }

  private static Order order(UUID id, String status, long unanswered) {
    return new Order(id, Shop.BUYER, status, 500, TWO_TEAS, 4, unanswered);
  }
}
