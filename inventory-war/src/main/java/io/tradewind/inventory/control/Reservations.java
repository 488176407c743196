package io.tradewind.inventory.control;

import io.tradewind.inventory.entity.Reservation;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/** The reservations of all orders. */
@ApplicationScoped
public class Reservations {

  @PersistenceContext(unitName = "inventory")
  EntityManager entities;

  /** Locked in the order of their ids; orders without a reservation are missing. */
  @SuppressWarnings("unchecked")
  List<Reservation> lock(SortedSet<UUID> orderIds) {
    return entities
        .createNativeQuery(
            "select * from reservation where order_id = any(cast (?1 as uuid[]))"
                + " order by order_id for update",
            Reservation.class)
        .setParameter(1, Ids.array(orderIds))
        .getResultList();
  }

  void add(Collection<Reservation> made) {
    made.forEach(entities::persist);
  }

  /** Flushes the batch. */
  void write() {
    entities.flush();
  }

  public Optional<Reservation> find(UUID orderId) {
    return Optional.ofNullable(entities.find(Reservation.class, orderId));
  }

  /** Reserved for longer than the saga should need, the longest first. */
  public List<Reservation> overdueAfter(Instant now, Instant deadline, UUID orderId, int count) {
    return entities
        .createQuery(
            "select r from Reservation r where r.deadline < :now and (r.deadline > :deadline"
                + " or r.deadline = :deadline and r.orderId > :orderId)"
                + " order by r.deadline, r.orderId",
            Reservation.class)
        .setParameter("now", now)
        .setParameter("deadline", deadline)
        .setParameter("orderId", orderId)
        .setMaxResults(count)
        .getResultList();
  }

  public long countOverdue(Instant now) {
    return entities
        .createQuery("select count(r) from Reservation r where r.deadline < :now", Long.class)
        .setParameter("now", now)
        .getSingleResult();
  }
}
