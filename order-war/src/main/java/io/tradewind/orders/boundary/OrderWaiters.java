package io.tradewind.orders.boundary;

import io.tradewind.database.AfterCommit;
import io.tradewind.database.RetryableFailures;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.orders.control.Orders;
import io.tradewind.orders.entity.Order;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Clients that wait for their order to settle. None blocks a thread: an answer is resumed when a
 * transaction of this process settles the order, when a query shows that another replica did, or
 * when the time is up. If the database is unavailable then, the client gets an error.
 *
 * <p>The number is limited: each waiter keeps a connection and costs two queries a second.
 */
@ApplicationScoped
public class OrderWaiters {

  /** Ticks between queries for orders that other replicas may have settled. */
  private static final int TICKS_PER_LOOK = 5;

  /** Ids in one query. */
  private static final int AT_ONCE = 500;

  /** How long after its deadline a client is answered that the outcome is unknown. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration COME_AGAIN = Duration.ofSeconds(1);

  private record Waiter(AsyncResponse answer, long deadlineNanos) {

    boolean isLate(long nanos) {
      return nanos - deadlineNanos >= 0;
    }
  }

  @Inject AfterCommit afterCommit;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService", type = ManagedExecutorService.class)
  Executor executor;

  private final Orders orders;
  private final int atMost;
  private final Semaphore places;
  private final Map<UUID, Queue<Waiter>> waiting = new ConcurrentHashMap<>();
  private int tick;

  /** Needed by the CDI proxy. */
  OrderWaiters() {
    this(null, 0);
  }

  @Inject
  OrderWaiters(Orders orders, @ConfigProperty(name = "tradewind.orders.waiters") int atMost) {
    this.orders = orders;
    this.atMost = atMost;
    this.places = new Semaphore(atMost);
  }

  /** How many wait now. */
  long size() {
    return atMost - places.availablePermits();
  }

  /**
   * Answers when the order has settled, or with its current state when the time is up.
   *
   * @throws ProblemException 503 when too many wait already
   */
  void await(UUID orderId, Duration patience, AsyncResponse answer) {
    if (!places.tryAcquire()) {
      throw new ProblemException(
              ProblemType.UNAVAILABLE, "too many clients wait for their orders; ask again")
          .retryAfter(COME_AGAIN);
    }
    Waiter waiter = new Waiter(answer, System.nanoTime() + patience.toNanos());
    waiting.compute(
        orderId,
        (id, others) -> {
          Queue<Waiter> all = others == null ? new ConcurrentLinkedQueue<>() : others;
          all.add(waiter);
          return all;
        });
    // It may have settled just before the registration; later changes cannot be missed. Then this
    // thread answers, because another one's answer could be ready before this request has returned.
    try {
      for (OrderView view : views(Set.of(orderId))) {
        if (view.status().settled() && !withdrawn(orderId, other -> other == waiter).isEmpty()) {
          answer.resume(answerOf(view));
        }
      }
    } catch (RuntimeException failed) {
      if (!withdrawn(orderId, other -> other == waiter).isEmpty()) {
        throw failed;
      }
    }
  }

  /**
   * Call it with the orders that a transaction has changed; waiting clients are answered after the
   * commit.
   */
  void wakeAfterCommit(Collection<Order> moved) {
    List<OrderView> settled =
        moved.stream().filter(order -> order.status().settled()).map(OrderView::of).toList();
    if (settled.isEmpty()) {
      return;
    }
    afterCommit.run(() -> settled(settled));
  }

  /** Called a few times a second. */
  void tick() {
    if (waiting.isEmpty()) {
      return;
    }
    tick = (tick + 1) % TICKS_PER_LOOK;
    long now = System.nanoTime();
    List<UUID> late = new ArrayList<>();
    waiting.forEach(
        (id, waiters) -> {
          if (tick == 0 || waiters.stream().anyMatch(waiter -> waiter.isLate(now))) {
            late.add(id);
          }
        });
    for (int from = 0; from < late.size(); from += AT_ONCE) {
      look(late.subList(from, Math.min(from + AT_ONCE, late.size())), now);
    }
  }

  /** Fails only the waiters of an order that cannot be read. */
  private void look(List<UUID> ids, long now) {
    try {
      List<OrderView> views = views(ids);
      settled(views);
      views.forEach(view -> timeIsUp(view, now));
    } catch (RuntimeException failed) {
      RetryableFailures.rethrowIfRetryable(failed);
      if (ids.size() > 1) {
        ids.forEach(id -> look(List.of(id), now));
      } else {
        refuse(withdrawn(ids.get(0), any -> true), failed);
      }
    }
  }

  /**
   * Called a few times a second by a thread that never waits for the database; answers the waiters
   * whose time is long over.
   */
  void giveUp() {
    long now = System.nanoTime() - GRACE.toNanos();
    for (UUID id : waiting.keySet()) {
      refuse(
          withdrawn(id, waiter -> waiter.isLate(now)),
          new ProblemException(ProblemType.UNAVAILABLE, "the order cannot be read just now")
              .retryAfter(COME_AGAIN));
    }
  }

  private void settled(Collection<OrderView> views) {
    for (OrderView view : views) {
      if (view.status().settled()) {
        answer(withdrawn(view.id(), any -> true), view);
      }
    }
  }

  private void timeIsUp(OrderView view, long now) {
    answer(withdrawn(view.id(), waiter -> waiter.isLate(now)), view);
  }

  /** Removes these waiters; the caller answers them. */
  private List<Waiter> withdrawn(UUID orderId, Predicate<Waiter> which) {
    List<Waiter> withdrawn = new ArrayList<>();
    waiting.computeIfPresent(
        orderId,
        (id, waiters) -> {
          waiters.removeIf(waiter -> which.test(waiter) && withdrawn.add(waiter));
          return waiters.isEmpty() ? null : waiters;
        });
    places.release(withdrawn.size());
    return withdrawn;
  }

  private void answer(Collection<Waiter> waiters, OrderView view) {
    for (Waiter waiter : waiters) {
      executor.execute(() -> waiter.answer().resume(answerOf(view)));
    }
  }

  private void refuse(Collection<Waiter> waiters, RuntimeException why) {
    for (Waiter waiter : waiters) {
      executor.execute(() -> waiter.answer().resume(why));
    }
  }

  private List<OrderView> views(Collection<UUID> ids) {
    return orders.find(ids).stream().map(OrderView::of).toList();
  }

  static Response answerOf(OrderView view) {
    return Response.ok(view).tag(new EntityTag(Long.toString(view.version()))).build();
  }
}
