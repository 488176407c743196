package io.tradewind.orders.control;

import io.tradewind.values.Ids;
import io.tradewind.values.TextArray;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The events that a restored database has lost, until each is settled. */
@ApplicationScoped
public class LostEvents {

  /** How an event was settled. */
  enum Verdict {
    /** An operator rebuilt it. */
    REBUILT,
    /** It happened again by itself, through repeated answers. */
    CAUGHT_UP,
    /** An operator wrote it off. */
    WRITTEN_OFF
  }

  /**
   * An event that this service has published.
   *
   * @param status of the order after it
   * @param at when, in ISO 8601
   * @param requestHash of the request that placed the order, or null
   */
  public record PublishedEvent(
      UUID orderId, String type, String status, String at, String event, String requestHash) {}

  @PersistenceContext(unitName = "orders")
  EntityManager entities;

  /** When the newest known order was placed. */
  public Optional<Instant> newestOrder() {
    List<Object> newest =
        list(entities.createNativeQuery("select placed_at from orders order by id desc limit 1"));
    return newest.stream().findFirst().map(LostEvents::instant);
  }

  /**
   * Adds those events to the list that are missing in the history of their order.
   *
   * @return how many were new to the list
   */
  public int list(Collection<PublishedEvent> published) {
    return entities
        .createNativeQuery(
            """
            insert into lost_event (order_id, type, status, at, event, request_hash)
            select t."orderId", t.type, t.status, t.at, t.event, t."requestHash"
              from jsonb_to_recordset(cast (?1 as jsonb))
                   as t("orderId" uuid, type text, status text, at timestamptz, event text,
                        "requestHash" text)
             where not exists (select from order_event e
                                where e.order_id = t."orderId" and e.status = t.status)
            on conflict do nothing""")
        .setParameter(1, StoredJson.write(published))
        .executeUpdate();
  }

  /** Settles events that the history contains by now. */
  public void settleWhatCaughtUp() {
    entities
        .createNativeQuery(
            """
            update lost_event l set settled_at = now(), verdict = 'CAUGHT_UP'
             where settled_at is null
               and exists (select from order_event e
                            where e.order_id = l.order_id and e.status = l.status)""")
        .executeUpdate();
  }

  /** Whether a placed order is lost and not settled. */
  public boolean ordersAreLost() {
    return (Boolean)
        entities
            .createNativeQuery(
                """
                select exists (select from lost_event
                                where settled_at is null and type like 'OrderPlaced.%')""")
            .getSingleResult();
  }

  public long open() {
    return ((Number)
            entities
                .createNativeQuery("select count(*) from lost_event where settled_at is null")
                .getSingleResult())
        .longValue();
  }

  /**
   * The open events, by order id.
   *
   * @param afterOrder with {@code afterType} the last one seen
   */
  public List<LostEvent> page(UUID afterOrder, String afterType, int limit) {
    return events(
        entities
            .createNativeQuery(
                """
                select order_id, type, at, event from lost_event
                 where settled_at is null and (order_id, type) > (cast (?1 as uuid), ?2)
                 order by order_id, type limit ?3""")
            .setParameter(1, afterOrder.toString())
            .setParameter(2, afterType)
            .setParameter(3, limit));
  }

  /** Locks open events with their messages; concurrent callers wait. */
  List<LostEvent> lockOpen(int limit) {
    return events(
        entities
            .createNativeQuery(
                """
                select order_id, type, at, event from lost_event where settled_at is null
                 order by order_id, at limit ?1 for update""")
            .setParameter(1, limit));
  }

  void settle(LostEvent lost, Verdict verdict) {
    entities
        .createNativeQuery(
            """
            update lost_event set settled_at = now(), verdict = ?1
             where order_id = cast (?2 as uuid) and type = ?3""")
        .setParameter(1, verdict.name())
        .setParameter(2, lost.orderId().toString())
        .setParameter(3, lost.type())
        .executeUpdate();
  }

  /**
   * Frees the keys of listed orders from answers that were parked because the order was unknown or
   * had not sent the command yet: newer answers wait behind those. Holds the lock of the key, as
   * parking and replays do.
   */
  void deleteAnswersThatWillBeRepeated() {
    String early =
        """
        from parked_message p
         where p.channel in ('payment-events', 'inventory-events')
           and (p.cause is null or p.cause like '%there is no order%' or p.cause like '%never sent%')
           and exists (select from lost_event l join orders o on o.id = l.order_id
                        where cast (l.order_id as text) = p.key
                          and (l.settled_at is null or l.verdict = 'REBUILT'))""";
    list(
        entities.createNativeQuery(
            "select pg_advisory_xact_lock(hashtextextended(place, 0)) is null from"
                + " (select distinct p.channel || chr(10) || p.key as place "
                + early
                + " order by 1) as places"));
    entities.createNativeQuery("delete " + early).executeUpdate();
  }

  /**
   * @return how many were open
   */
  public int writeOff(Collection<UUID> orders) {
    return entities
        .createNativeQuery(
            """
            update lost_event set settled_at = now(), verdict = 'WRITTEN_OFF'
             where settled_at is null and order_id = any (cast (?1 as uuid[]))""")
        .setParameter(1, Ids.array(orders))
        .executeUpdate();
  }

  /** The recreated orders that these requests had placed. */
  public Map<String, UUID> rebuiltOrders(Collection<String> requestHashes) {
    List<Object[]> rows =
        list(
            entities
                .createNativeQuery(
                    """
                    select request_hash, order_id from lost_event
                     where request_hash = any (cast (?1 as text[])) and verdict = 'REBUILT'""")
                .setParameter(1, TextArray.of(requestHashes)));
    Map<String, UUID> orders = new HashMap<>();
    rows.forEach(row -> orders.put((String) row[0], (UUID) row[1]));
    return orders;
  }

  /** Whether any order was ever recreated. */
  public boolean anyRebuilt() {
    return (Boolean)
        entities
            .createNativeQuery("select exists (select from lost_event where verdict = 'REBUILT')")
            .getSingleResult();
  }

  private List<LostEvent> events(Query query) {
    return this.<Object[]>list(query).stream()
        .map(row -> new LostEvent((UUID) row[0], (String) row[1], instant(row[2]), (String) row[3]))
        .toList();
  }

  private static Instant instant(Object column) {
    return column instanceof OffsetDateTime time ? time.toInstant() : ((Date) column).toInstant();
  }

  @SuppressWarnings("unchecked")
  private <T> List<T> list(Query query) {
    return query.getResultList();
  }
}
