package io.tradewind.orders.boundary;

import io.tradewind.orders.control.Orders;
import io.tradewind.orders.entity.Order;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * Clients that wait for their order to settle. None holds a thread: an answer is resumed when a
 * transaction of this process settles the order, when a look at the database shows that another
 * replica did, or when time is up.
 */
@ApplicationScoped
public class OrderWaiters {

  /**
   * Every so many ticks the database is asked about orders that another replica may have settled.
   */
  private static final int TICKS_PER_LOOK = 5;

  private record Waiter(AsyncResponse answer, long deadlineNanos) {}

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry transactions;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  private final Orders orders;
  private final Map<UUID, Queue<Waiter>> waiting = new ConcurrentHashMap<>();
  private int tick;

  /** For the proxy alone. */
  OrderWaiters() {
    this(null);
  }

  @Inject
  OrderWaiters(Orders orders) {
    this.orders = orders;
  }

  /** Answers when the order has settled, or with what it is when the time is up. */
  void await(UUID orderId, Duration patience, AsyncResponse answer) {
    Waiter waiter = new Waiter(answer, System.nanoTime() + patience.toNanos());
    waiting.compute(
        orderId,
        (id, others) -> {
          Queue<Waiter> all = others == null ? new ConcurrentLinkedQueue<>() : others;
          all.add(waiter);
          return all;
        });
    // It may have settled just before the registration; from now on nothing can be missed. Then the
    // answer is given on this thread: another one's could be ready before this request has
    // returned.
    for (OrderView view : views(Set.of(orderId))) {
      if (view.status().settled() && !withdrawn(orderId, other -> other == waiter).isEmpty()) {
        answer.resume(answerOf(view));
      }
    }
  }

  /**
   * To be called with whatever a transaction has moved; who waits for it learns after the commit.
   */
  void wakeAfterCommit(Collection<Order> moved) {
    List<OrderView> settled =
        moved.stream().filter(order -> order.status().settled()).map(OrderView::of).toList();
    if (settled.isEmpty()) {
      return;
    }
    transactions.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Nothing is known before the commit.
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              settled(settled);
            }
          }
        });
  }

  /** Called a few times a second. */
  void tick() {
    if (waiting.isEmpty()) {
      return;
    }
    tick = (tick + 1) % TICKS_PER_LOOK;
    long now = System.nanoTime();
    Set<UUID> late = new HashSet<>();
    waiting.forEach(
        (id, waiters) -> {
          if (tick == 0 || waiters.stream().anyMatch(waiter -> waiter.deadlineNanos() <= now)) {
            late.add(id);
          }
        });
    if (!late.isEmpty()) {
      List<OrderView> views = views(late);
      settled(views);
      views.forEach(view -> timeIsUp(view, now));
    }
  }

  private void settled(Collection<OrderView> views) {
    for (OrderView view : views) {
      if (view.status().settled()) {
        Queue<Waiter> waiters = waiting.remove(view.id());
        if (waiters != null) {
          answer(waiters, view);
        }
      }
    }
  }

  private void timeIsUp(OrderView view, long now) {
    answer(withdrawn(view.id(), waiter -> waiter.deadlineNanos() <= now), view);
  }

  /** Those waiters no longer wait, and are the caller's to answer. */
  private List<Waiter> withdrawn(UUID orderId, Predicate<Waiter> which) {
    List<Waiter> withdrawn = new ArrayList<>();
    waiting.computeIfPresent(
        orderId,
        (id, waiters) -> {
          waiters.removeIf(waiter -> which.test(waiter) && withdrawn.add(waiter));
          return waiters.isEmpty() ? null : waiters;
        });
    return withdrawn;
  }

  private void answer(Collection<Waiter> waiters, OrderView view) {
    for (Waiter waiter : waiters) {
      executor.execute(() -> waiter.answer().resume(answerOf(view)));
    }
  }

  private List<OrderView> views(Set<UUID> ids) {
    return orders.find(ids).stream().map(OrderView::of).toList();
  }

  static Response answerOf(OrderView view) {
    return Response.ok(view).tag(new EntityTag(Long.toString(view.version()))).build();
  }
}
