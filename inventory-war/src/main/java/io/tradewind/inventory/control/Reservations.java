package io.tradewind.inventory.control;

import io.tradewind.inventory.entity.Reservation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The reservations of all orders, read without locks. */
@ApplicationScoped
public class Reservations {

  @PersistenceContext(unitName = "inventory")
  EntityManager entities;

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
