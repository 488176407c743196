package io.tradewind.orders.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.orders.control.Orders;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderLines;
import io.tradewind.values.Ids;
import io.tradewind.values.Money;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderWaitersTest {

  private static final Duration LONG_AGO = Duration.ofMinutes(-1);
  private static final Duration LATER = Duration.ofMinutes(1);

  private final FakeOrders orders = new FakeOrders();
  private final OrderWaiters waiters = new OrderWaiters(orders, 3);
  private final List<Object> answers = new ArrayList<>();

  @BeforeEach
  void answerAtOnce() {
    waiters.executor = Runnable::run;
  }

  @Test
  void aCallerAmongTooManyWaitersIsAskedToComeAgain() {
    UUID order = orders.anOrder();
    List.of(LONG_AGO, LATER, LATER).forEach(patience -> waiters.await(order, patience, answer()));
    assertThatThrownBy(() -> waiters.await(order, LATER, answer())).satisfies(this::isUnavailable);
    assertThat(waiters.size()).isEqualTo(3);

    waiters.giveUp();
    waiters.await(order, LATER, answer());
    assertThat(waiters.size()).isEqualTo(3);
  }

  @Test
  void aCallerWhoseTimeIsUpIsToldSoWhateverTheDatabaseDoes() {
    UUID order = orders.anOrder();
    waiters.await(order, LONG_AGO, answer());
    waiters.await(order, LATER, answer());
    orders.failure = new IllegalStateException(new SQLTransientConnectionException("away"));
    assertThatThrownBy(waiters::tick).isSameAs(orders.failure);

    waiters.giveUp();
    assertThat(answers).singleElement().satisfies(this::isUnavailable);
    assertThat(waiters.size()).isOne();
  }

  @Test
  void aWaiterForAnUnreadableOrderHoldsUpNobodyElse() {
    UUID damaged = orders.anOrder();
    UUID good = orders.anOrder();
    waiters.await(damaged, LONG_AGO, answer());
    waiters.await(good, LONG_AGO, answer());
    orders.damaged = damaged;
    orders.failure = new IllegalArgumentException("no such status");

    waiters.tick();
    assertThat(answers)
        .hasSize(2)
        .contains(orders.failure)
        .hasAtLeastOneElementOfType(Response.class);
    assertThat(waiters.size()).isZero();
  }

  @Test
  void aQueryAsksForABoundedNumberOfOrdersHoweverManyWait() {
    OrderWaiters many = new OrderWaiters(orders, 5_000);
    many.executor = Runnable::run;
    for (int i = 0; i < 1_200; i++) {
      many.await(orders.anOrder(), LONG_AGO, answer());
    }
    orders.asked.clear();

    many.tick();
    assertThat(answers).hasSize(1_200);
    assertThat(orders.asked).hasSize(3).allMatch(ids -> ids <= 500);
  }

  @Test
  void aCallerLeavesTheQueueWhenTheDatabaseIsAway() {
    orders.failure = new IllegalStateException("away");
    assertThatThrownBy(() -> waiters.await(Ids.next(), LATER, answer())).isSameAs(orders.failure);
    assertThat(waiters.size()).isZero();
  }

  private void isUnavailable(Object problem) {
    assertThat(problem).isInstanceOf(ProblemException.class);
    assertThat(((ProblemException) problem).type()).isEqualTo(ProblemType.UNAVAILABLE);
    assertThat(((ProblemException) problem).retryAfter()).contains(Duration.ofSeconds(1));
  }

  /** Records the object that it is resumed with. */
  private AsyncResponse answer() {
    return (AsyncResponse)
        Proxy.newProxyInstance(
            AsyncResponse.class.getClassLoader(),
            new Class<?>[] {AsyncResponse.class},
            (proxy, method, arguments) ->
                method.getName().equals("resume") && answers.add(arguments[0]));
  }

  private static final class FakeOrders extends Orders {

    private final Map<UUID, Order> orders = new HashMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private UUID damaged;
    private RuntimeException failure;

    UUID anOrder() {
      OrderLine tea = new OrderLine("TEA-001", "Earl Grey", 2, new Money(1299, "EUR"));
      Order order =
          Order.place(
              Ids.next(),
              Ids.next(),
              new OrderLines(List.of(tea)),
              "pm_ok",
              Instant.now(),
              new ArrayList<>());
      orders.put(order.id(), order);
      return order.id();
    }

    @Override
    public List<Order> find(Collection<UUID> ids) {
      asked.add(ids.size());
      if (failure != null && (damaged == null || ids.contains(damaged))) {
        throw failure;
      }
      return ids.stream().map(orders::get).toList();
    }
  }
}
