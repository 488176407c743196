package io.tradewind.orders.control;

import io.tradewind.database.DatabaseFailure;
import io.tradewind.database.RetryableFailures;
import io.tradewind.database.Transactions;
import io.tradewind.messaging.Outbox;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.OrderNote;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SentCommand;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** All orders with their histories and commands. */
@ApplicationScoped
public class Orders {

  private static final Logger LOG = System.getLogger(Orders.class.getName());

  static final String OVERDUE =
      """
      select o.id from saga_command c join orders o on o.id = c.order_id
       where c.answered_at is null and c.due_at <= cast (?1 as timestamptz)
       order by c.due_at limit ?2""";

  private static final String PASSING_OVER = " for update of o skip locked";

  @PersistenceContext(unitName = "orders")
  EntityManager entities;

  @Inject Transactions transactions;
  @Inject Outbox outbox;

  /**
   * Locks the orders and reads them with their commands, in one statement for any number of orders.
   * What changes in them is written just before the transaction commits.
   */
  public Map<UUID, Order> lock(Collection<UUID> ids) {
    try (Connection connection = transactions.connection()) {
      Map<UUID, Order> locked = OrderTable.lock(connection, ids);
      changes().locked(locked.values());
      return locked;
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  private OrderChanges changes() {
    return outbox.changes(OrderChanges.class, OrderChanges::new);
  }

  /** Writes what has changed, for a caller that queries it in the same transaction. */
  public void flush() {
    outbox.flush();
  }

  /** Orders with an overdue command, the most overdue first. */
  public List<UUID> overdue(Instant now, int atMost) {
    return list(
        entities
            .createNativeQuery(OVERDUE)
            .setParameter(1, now.toString())
            .setParameter(2, atMost));
  }

  /** The same, locked and loaded; orders that another transaction has locked are skipped. */
  public Map<UUID, Order> lockOverdue(Instant now, int atMost) {
    return locked(
        list(
            entities
                .createNativeQuery(OVERDUE + PASSING_OVER)
                .setParameter(1, now.toString())
                .setParameter(2, atMost)));
  }

  /** The order, unless another transaction has it locked. */
  public Map<UUID, Order> lockIfFree(UUID id) {
    return locked(
        list(
            entities
                .createNativeQuery(
                    "select o.id from orders o where o.id = cast (?1 as uuid)" + PASSING_OVER)
                .setParameter(1, id.toString())));
  }

  private Map<UUID, Order> locked(List<UUID> ids) {
    return ids.isEmpty() ? Map.of() : lock(ids);
  }

  /**
   * Postpones the order's commands by 5 s, 10 s, 20 s, then 30 s each, without reading the order.
   *
   * @param why it could not be processed
   */
  public void postpone(UUID id, String why, Instant now) {
    entities
        .createNativeQuery(
            """
            update saga_command
               set failure = ?2, failures = failures + 1,
                   due_at = cast (?3 as timestamptz)
                            + least(5 * power(2, least(failures, 3)), 30) * interval '1 second'
             where order_id = cast (?1 as uuid) and answered_at is null""")
        .setParameter(1, id.toString())
        .setParameter(2, why)
        .setParameter(3, now.toString())
        .executeUpdate();
  }

  /** Orders whose answers wait behind a parked message. */
  public Set<UUID> behindParked(Collection<UUID> ids) {
    return new HashSet<>(
        list(
            entities
                .createNativeQuery(
                    """
                    select distinct cast (key as uuid) from parked_message
                     where channel in ('payment-events', 'inventory-events')
                       and key = any (cast (?1 as text[]))""")
                .setParameter(1, Ids.array(ids))));
  }

  /**
   * The commands of an order in the order of sending, read without a lock. Commands sent together
   * go to stock before payment.
   */
  public List<SentCommand> sent(UUID id) {
    return entities
        .createQuery("select c from SentCommand c where c.orderId = :id", SentCommand.class)
        .setParameter("id", id)
        .getResultStream()
        .sorted(
            Comparator.comparing(SentCommand::sentAt)
                .thenComparing(command -> command.kind().participant(), Comparator.reverseOrder()))
        .toList();
  }

  public void add(Order order) {
    changes().placed(order);
  }

  /** Appends an event to the history of an order that this transaction has locked or placed. */
  public void append(OrderFact event) {
    changes().happened(event);
  }

  /** Stores a note on an event of a locked order, unless the customer was erased. */
  public void note(Order order, OrderFact fact, String note) {
    entities
        .createNativeQuery(
            """
            insert into order_note (order_id, seq, note)
            select cast (?1 as uuid), ?2, ?3
             where not exists (select from erased_person where user_id = cast (?4 as uuid))""")
        .setParameter(1, fact.orderId().toString())
        .setParameter(2, fact.seq())
        .setParameter(3, note)
        .setParameter(4, order.userId().toString())
        .executeUpdate();
  }

  /**
   * Deletes these customers' notes, and rejects new ones: a token may outlive its account. The
   * orders and their histories stay.
   */
  public void forgetWordsOf(Collection<UUID> customers) {
    entities
        .createNativeQuery(
            """
            insert into erased_person (user_id) select unnest(cast (?1 as uuid[]))
                on conflict do nothing""")
        .setParameter(1, Ids.array(customers))
        .executeUpdate();
    // wait for transactions that hold an order's lock and may be adding a note
    list(
        entities
            .createNativeQuery(
                """
                select id from orders where user_id = any (cast (?1 as uuid[]))
                 order by id for update""")
            .setParameter(1, Ids.array(customers)));
    entities
        .createQuery(
            "delete from OrderNote n where n.orderId in"
                + " (select o.id from Order o where o.userId in :customers)")
        .setParameter("customers", customers)
        .executeUpdate();
  }

  public Optional<Order> find(UUID id) {
    return Optional.ofNullable(entities.find(Order.class, id));
  }

  /** Their current state, read without a lock; orders that do not exist are missing. */
  public List<Order> find(Collection<UUID> ids) {
    return list(
        entities
            .createNativeQuery(
                "select * from orders where id = any (cast (?1 as uuid[]))", Order.class)
            .setParameter(1, Ids.array(ids)));
  }

  /**
   * A row of a page.
   *
   * @param view null when a newer version wrote the order and this one cannot read it
   */
  public record Listed<T>(UUID id, T view) {

    public boolean readable() {
      return view != null;
    }
  }

  /**
   * Newest first. When a page cannot be read, its orders are read one by one, so that one written
   * by a newer version hides no other.
   *
   * @param owner whose orders, or null for everybody's
   * @param status in this status only, or null for any
   * @param after the id before the first one wanted, or null to start with the newest
   * @param view maps each order
   */
  public <T> List<Listed<T>> page(
      UUID owner, OrderStatus status, UUID after, int limit, Function<Order, T> view) {
    String sql = pageOf(owner != null, status, after != null);
    try {
      Query query = entities.createNativeQuery(sql, Order.class);
      return this.<Order>list(narrowed(query, owner, status, after, limit)).stream()
          .map(order -> new Listed<>(order.id(), view.apply(known(order))))
          .toList();
    } catch (RuntimeException failed) {
      RetryableFailures.rethrowIfRetryable(failed);
      Query ids = entities.createNativeQuery("select p.id from (" + sql + ") p order by p.id desc");
      return this.<UUID>list(narrowed(ids, owner, status, after, limit)).stream()
          .map(id -> listed(id, view))
          .toList();
    }
  }

  /** An unknown status is read as null, and a stored order is never NEW. */
  private static Order known(Order order) {
    if (order.status() == null || order.status() == OrderStatus.NEW) {
      throw new IllegalStateException("its status is not known here");
    }
    return order;
  }

  private static Query narrowed(Query page, UUID owner, OrderStatus status, UUID after, int limit) {
    page.setParameter(4, limit);
    if (owner != null) {
      page.setParameter(1, owner.toString());
    }
    if (status != null) {
      page.setParameter(2, status.name());
    }
    if (after != null) {
      page.setParameter(3, after.toString());
    }
    return page;
  }

  private <T> Listed<T> listed(UUID id, Function<Order, T> view) {
    try {
      return new Listed<>(id, view.apply(known(entities.find(Order.class, id))));
    } catch (RuntimeException failed) {
      RetryableFailures.rethrowIfRetryable(failed);
      LOG.log(Level.WARNING, "Order {0} cannot be read: {1}", id, failed);
      return new Listed<>(id, null);
    }
  }

  /**
   * All customers' orders in one status are found through the smaller tables: settled orders have
   * their own, and every other order has an open command.
   */
  static String pageOf(boolean owned, OrderStatus status, boolean more) {
    boolean everybodys = !owned && status != null;
    StringBuilder sql = new StringBuilder("select o.* from orders o");
    if (everybodys && status.settled()) {
      sql.append(" join order_at_rest r on r.order_id = o.id and r.status = o.status");
      sql.append(" where r.status = ?2").append(more ? " and r.order_id < cast (?3 as uuid)" : "");
      return sql.append(" order by r.order_id desc limit ?4").toString();
    }
    sql.append(" where true");
    sql.append(everybodys ? " and o.id in (select order_id from saga_command" : "");
    sql.append(everybodys ? " where answered_at is null)" : "");
    sql.append(owned ? " and o.user_id = cast (?1 as uuid)" : "");
    sql.append(status == null ? "" : " and o.status = ?2");
    sql.append(more ? " and o.id < cast (?3 as uuid)" : "");
    return sql.append(" order by o.id desc limit ?4").toString();
  }

  /** Events after a position, in order. */
  public List<OrderFact> history(UUID id, long afterSeq, int limit) {
    return entities
        .createQuery(
            "select f from OrderFact f where f.orderId = :id and f.seq > :after order by f.seq",
            OrderFact.class)
        .setParameter("id", id)
        .setParameter("after", afterSeq)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Events up to an instant, in order. */
  public List<OrderFact> historyUntil(UUID id, Instant until) {
    return entities
        .createQuery(
            "select f from OrderFact f where f.orderId = :id and f.at <= :until order by f.seq",
            OrderFact.class)
        .setParameter("id", id)
        .setParameter("until", until)
        .getResultList();
  }

  /** The notes on these events. */
  public List<OrderNote> notes(UUID id) {
    return entities
        .createQuery("select n from OrderNote n where n.orderId = :id", OrderNote.class)
        .setParameter("id", id)
        .getResultList();
  }

  @SuppressWarnings("unchecked")
  private <T> List<T> list(Query query) {
    return query.getResultList();
  }
}
