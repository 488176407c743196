package io.tradewind.orders.control;

import static java.util.stream.Collectors.groupingBy;

import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.OrderNote;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SentCommand;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All orders, their histories and what they have asked for. */
@ApplicationScoped
public class Orders {

  @PersistenceContext(unitName = "orders")
  private EntityManager entities;

  /**
   * Locks the orders, lowest id first so that two batches cannot wait for each other, and shows
   * them the commands they have sent: two statements however many orders there are.
   */
  public Map<UUID, Order> lock(Collection<UUID> ids) {
    List<Order> orders =
        list(
            entities
                .createNativeQuery(
                    """
                    select * from orders where id = any (cast (?1 as uuid[]))
                     order by id for update""",
                    Order.class)
                .setParameter(1, Ids.array(ids)));
    Map<UUID, List<SentCommand>> sent =
        this.<SentCommand>list(
                entities
                    .createNativeQuery(
                        "select * from saga_command where order_id = any (cast (?1 as uuid[]))",
                        SentCommand.class)
                    .setParameter(1, Ids.array(ids)))
            .stream()
            .collect(groupingBy(SentCommand::orderId));
    Map<UUID, Order> locked = new LinkedHashMap<>();
    for (Order order : orders) {
      order.remembers(sent.getOrDefault(order.id(), List.of()));
      locked.put(order.id(), order);
    }
    return locked;
  }

  /**
   * The orders with a command that should have been answered by now, locked; those that somebody
   * else is working on are passed over.
   */
  public Map<UUID, Order> lockOverdue(Instant now, int atMost) {
    List<UUID> ids =
        list(
            entities
                .createNativeQuery(
                    """
                    select o.id from saga_command c join orders o on o.id = c.order_id
                     where c.answered_at is null and c.due_at <= cast (?1 as timestamptz)
                     order by c.due_at limit ?2 for update of o skip locked""")
                .setParameter(1, now.toString())
                .setParameter(2, atMost));
    return ids.isEmpty() ? Map.of() : lock(ids);
  }

  /** What an order has sent so far, in the order of sending; read without a lock. */
  public List<SentCommand> sent(UUID id) {
    return entities
        .createQuery(
            "select c from SentCommand c where c.orderId = :id order by c.sentAt, c.commandId",
            SentCommand.class)
        .setParameter("id", id)
        .getResultList();
  }

  public void add(Order order) {
    entities.persist(order);
  }

  /** Appends the event to the history and keeps what it asks for. */
  public void append(Order.Step step) {
    entities.persist(step.fact());
    step.send().forEach(entities::persist);
  }

  /** Keeps what was typed with an event of an order that is locked, unless its customer is gone. */
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
   * Deletes what these customers typed, and keeps nothing that they type from now on: a token lives
   * a little longer than its account. What became of their orders stays.
   */
  public void forgetWordsOf(Collection<UUID> customers) {
    entities
        .createNativeQuery(
            """
            insert into erased_person (user_id) select unnest(cast (?1 as uuid[]))
                on conflict do nothing""")
        .setParameter(1, Ids.array(customers))
        .executeUpdate();
    // whoever has an order locked may just be typing: that note is there when the lock is ours
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

  /** As they are now, without a lock; those that do not exist are missing. */
  public List<Order> find(Collection<UUID> ids) {
    return list(
        entities
            .createNativeQuery(
                "select * from orders where id = any (cast (?1 as uuid[]))", Order.class)
            .setParameter(1, Ids.array(ids)));
  }

  /**
   * Newest first.
   *
   * @param owner whose orders, or null for everybody's
   * @param status in this status only, or null for any
   * @param after the id before the first one wanted, or null to start with the newest
   */
  public List<Order> page(UUID owner, OrderStatus status, UUID after, int limit) {
    StringBuilder sql = new StringBuilder("select * from orders where true");
    sql.append(owner == null ? "" : " and user_id = cast (?1 as uuid)");
    sql.append(status == null ? "" : " and status = ?2");
    sql.append(after == null ? "" : " and id < cast (?3 as uuid)");
    sql.append(" order by id desc limit ?4");
    var query = entities.createNativeQuery(sql.toString(), Order.class).setParameter(4, limit);
    if (owner != null) {
      query.setParameter(1, owner.toString());
    }
    if (status != null) {
      query.setParameter(2, status.name());
    }
    if (after != null) {
      query.setParameter(3, after.toString());
    }
    return list(query);
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

  /** What was typed with these events, by their position. */
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
