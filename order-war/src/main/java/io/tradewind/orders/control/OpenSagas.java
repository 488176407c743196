package io.tradewind.orders.control;

import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SentCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The open sagas: each has an unanswered command, so none waits unnoticed. */
@ApplicationScoped
public class OpenSagas {

  /**
   * An operator's search; null does not narrow it.
   *
   * @param sentBefore waiting since before that instant
   * @param stuck only commands sent more than once or held back by a parked message
   * @param afterOrder with {@code afterStep}, the last row that the operator has seen
   */
  public record Search(
      OrderStatus status,
      SagaCommand step,
      Instant sentBefore,
      boolean stuck,
      boolean attention,
      UUID afterOrder,
      String afterStep) {}

  /** Reads the few open commands first, so that the rest of the table is not scanned. */
  static final String PAGE =
      """
      with open as materialized (
        select c.order_id, o.status, c.kind, c.command_id, c.sent_at, c.attempts, c.failure,
               exists (select 1 from parked_message p
                        where p.channel in ('payment-events', 'inventory-events')
                          and p.key = cast (c.order_id as text)) as parked
          from saga_command c join orders o on o.id = c.order_id
         where c.answered_at is null)
      select order_id, status, kind, command_id, sent_at, attempts, parked, failure from open
       where (?1 = '' or status = ?1)
         and (?2 = '' or kind = ?2)
         and sent_at < cast (?3 as timestamptz)
         and (not ?4 or attempts > 1 or parked or failure is not null)
         and (not ?5 or attempts >= ?6 or failure is not null)
         and (order_id, kind) > (cast (?7 as uuid), ?8)
       order by order_id, kind limit ?9""";

  static final String BY_STATUS =
      """
      select o.status, count(distinct o.id)
        from saga_command c join orders o on o.id = c.order_id
       where c.answered_at is null group by o.status""";

  static final String NEEDING_ATTENTION =
      """
      select count(*) from saga_command
       where answered_at is null and (attempts >= ?1 or failure is not null)""";

  static final String STUCK =
      """
      select count(distinct order_id) from saga_command
       where answered_at is null and sent_at < now() - interval '60 seconds'""";

  /**
   * Orders whose step takes longer than 30 s are stuck: they take no place of others. The second
   * number is of those that came to it since the last query.
   */
  static final String UNDER_WAY =
      """
      select count(*) filter (where age < interval '30 seconds'),
             count(*) filter (where age >= interval '30 seconds'
                                and age < interval '30 seconds' + ?1 * interval '1 second')
        from (select now() - sent_at as age from saga_command
               where answered_at is null
                 and kind in ('AUTHORIZE_PAYMENT', 'RESERVE_STOCK', 'CAPTURE_PAYMENT')) waiting""";

  /** Ids grow with time, so the primary key alone is read. */
  static final String PLACED =
      "select count(*) from orders where id >= cast (?1 as uuid) and id < cast (?2 as uuid)";

  @PersistenceContext(unitName = "orders")
  EntityManager entities;

  @Inject
  @ConfigProperty(name = "tradewind.saga.attention-after-attempts")
  int attentionAfter;

  public List<OpenSaga> page(Search search, int limit) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(PAGE)
            .setParameter(1, search.status() == null ? "" : search.status().name())
            .setParameter(2, search.step() == null ? "" : search.step().name())
            .setParameter(
                3, search.sentBefore() == null ? "infinity" : search.sentBefore().toString())
            .setParameter(4, search.stuck())
            .setParameter(5, search.attention())
            .setParameter(6, attentionAfter)
            .setParameter(
                7,
                search.afterOrder() == null
                    ? new UUID(0, 0).toString()
                    : search.afterOrder().toString())
            .setParameter(8, search.afterStep() == null ? "" : search.afterStep())
            .setParameter(9, limit)
            .getResultList();
    return rows.stream().map(this::saga).toList();
  }

  /** Whether it was sent so often without an answer that an operator should look. */
  public boolean needsAttention(SentCommand command) {
    return command.open() && command.attempts() >= attentionAfter;
  }

  /** How many orders wait for an answer, by status, without statuses of a newer version. */
  public Map<OrderStatus, Long> byStatus() {
    @SuppressWarnings("unchecked")
    List<Object[]> rows = entities.createNativeQuery(BY_STATUS).getResultList();
    Map<OrderStatus, Long> sagas = new EnumMap<>(OrderStatus.class);
    for (Object[] row : rows) {
      Arrays.stream(OrderStatus.values())
          .filter(status -> status.name().equals(row[0]))
          .forEach(status -> sagas.put(status, ((Number) row[1]).longValue()));
    }
    return sagas;
  }

  /** How many commands need an operator: sent too often or impossible to process. */
  public long needingAttention() {
    return ((Number)
            entities
                .createNativeQuery(NEEDING_ATTENTION)
                .setParameter(1, attentionAfter)
                .getSingleResult())
        .longValue();
  }

  /** How many orders have waited for an answer longer than the promised minute. */
  public long stuck() {
    return ((Number) entities.createNativeQuery(STUCK).getSingleResult()).longValue();
  }

  /**
   * @param orders that wait for a step before their confirmation, without the stuck
   * @param newlyStuck of which there are more since the last query
   */
  public record UnderWay(long orders, long newlyStuck) {}

  /**
   * @param sinceLast time since the last query
   */
  public UnderWay underWay(Duration sinceLast) {
    Object[] counts =
        (Object[])
            entities
                .createNativeQuery(UNDER_WAY)
                .setParameter(1, sinceLast.toMillis() / 1_000.0)
                .getSingleResult();
    return new UnderWay(((Number) counts[0]).longValue(), ((Number) counts[1]).longValue());
  }

  /** How many orders have an id from the first to before the second. */
  public long placed(UUID from, UUID until) {
    return ((Number)
            entities
                .createNativeQuery(PLACED)
                .setParameter(1, from.toString())
                .setParameter(2, until.toString())
                .getSingleResult())
        .longValue();
  }

  private OpenSaga saga(Object[] row) {
    int attempts = ((Number) row[5]).intValue();
    return new OpenSaga(
        (UUID) row[0],
        (String) row[1],
        (String) row[2],
        (UUID) row[3],
        instant(row[4]),
        attempts,
        attempts >= attentionAfter || row[7] != null,
        (Boolean) row[6],
        (String) row[7]);
  }

  /** The driver returns either type, depending on the query. */
  private static Instant instant(Object timestamp) {
    return timestamp instanceof OffsetDateTime offset
        ? offset.toInstant()
        : ((Date) timestamp).toInstant();
  }
}
