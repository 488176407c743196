package io.tradewind.payments.control;

import io.tradewind.values.TextArray;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the provider's ledger has been read and our entries have been compared with it, and the
 * lines to compare them with. A restored database restores this too, and the work is repeated.
 */
@ApplicationScoped
public class LedgerProgress {

  /** A provider whose ledger is restored to an older time is read from the start. */
  private static final Duration MARKS_KEPT = Duration.ofDays(7);

  /** An answer that is found out later costs one more query. */
  private static final Duration LINES_KEPT = Duration.ofMinutes(10);

  /**
   * A position that was read.
   *
   * @param key of the line at that position
   */
  public record Mark(long position, String key, Instant at) {}

  @PersistenceContext(unitName = "payments")
  EntityManager entities;

  /** The last line of the provider's ledger that was read. */
  public long position() {
    return number("select position from reconciliation_progress");
  }

  /**
   * Entries up to here have been compared with the provider's ledger; empty before the first run.
   */
  public Optional<Instant> enteredUntil() {
    return Optional.ofNullable(
            (Timestamp)
                entities
                    .createNativeQuery("select entered_until from reconciliation_progress")
                    .getSingleResult())
        .map(Timestamp::toInstant);
  }

  /** Marks of the last days up to the position, the newest first. */
  @SuppressWarnings("unchecked")
  public List<Mark> marks(int limit) {
    List<Object[]> rows =
        entities
            .createNativeQuery(
                """
                select m.position, m.key, m.marked_at
                  from reconciliation_mark m, reconciliation_progress p
                 where m.position <= p.position order by m.position desc limit ?1""")
            .setParameter(1, limit)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new Mark(
                    ((Number) row[0]).longValue(),
                    (String) row[1],
                    ((Timestamp) row[2]).toInstant()))
        .toList();
  }

  /** Never moves backwards, even when replicas differ in speed. */
  public void read(List<ProviderLine> lines, Instant now) {
    ProviderLine last = lines.get(lines.size() - 1);
    remember(lines.stream().filter(ProviderLine::isReadable).toList());
    entities
        .createNativeQuery("update reconciliation_progress set position = greatest(position, ?1)")
        .setParameter(1, last.seq())
        .executeUpdate();
    if (last.isReadable()) {
      entities
          .createNativeQuery(
              """
              insert into reconciliation_mark (position, key, marked_at)
              values (?1, ?2, cast (?3 as timestamptz))
              on conflict (position) do update
                set key = excluded.key, marked_at = excluded.marked_at""")
          .setParameter(1, last.seq())
          .setParameter(2, last.key())
          .setParameter(3, now.toString())
          .executeUpdate();
    }
  }

  private void remember(List<ProviderLine> lines) {
    entities
        .createNativeQuery(
            """
            insert into provider_line (key, seq, at)
            select * from unnest (cast (?1 as text[]), cast (?2 as bigint[]),
                                  cast (?3 as timestamptz[]))
            on conflict (key) do nothing""")
        .setParameter(1, TextArray.of(lines.stream().map(ProviderLine::key).toList()))
        .setParameter(2, TextArray.of(lines.stream().map(ProviderLine::seq).toList()))
        .setParameter(3, TextArray.of(lines.stream().map(ProviderLine::at).toList()))
        .executeUpdate();
  }

  /** Our entries have been compared up to here; the first run starts with the present. */
  public void compared(Instant until, Instant now) {
    at(
            """
            update reconciliation_progress
               set entered_until = greatest(coalesce(entered_until, cast (?2 as timestamptz)),
                                        cast (?1 as timestamptz))""",
            until)
        .setParameter(2, now.toString())
        .executeUpdate();
    at("delete from provider_line where at < cast (?1 as timestamptz)", until.minus(LINES_KEPT))
        .executeUpdate();
    at(
            "delete from reconciliation_mark where marked_at < cast (?1 as timestamptz)",
            now.minus(MARKS_KEPT))
        .executeUpdate();
  }

  /** A run has ended. */
  public void finished(Instant now) {
    at("update reconciliation_progress set run_at = cast (?1 as timestamptz)", now).executeUpdate();
  }

  /**
   * Moves back, because lines that were read no longer exist.
   *
   * @param position where reading starts again
   * @param entries from when on our entries are compared again
   */
  public void startAgain(long position, Instant entries) {
    at(
            """
            update reconciliation_progress
               set position = ?2,
                   entered_until = least(entered_until, cast (?1 as timestamptz))""",
            entries)
        .setParameter(2, position)
        .executeUpdate();
    for (String table : List.of("reconciliation_mark where position", "provider_line where seq")) {
      entities
          .createNativeQuery("delete from " + table + " > ?1")
          .setParameter(1, position)
          .executeUpdate();
    }
  }

  private Query at(String statement, Instant first) {
    return entities.createNativeQuery(statement).setParameter(1, first.toString());
  }

  private long number(String query) {
    return ((Number) entities.createNativeQuery(query).getSingleResult()).longValue();
  }
}
