package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The SQL of the {@link Republisher}. */
final class RepublishTable {

  private RepublishTable() {}

  /**
   * A request that this transaction has locked.
   *
   * @param topic only messages of this topic, or null for all
   * @param begunAt it covers rows marked until then; null before the beginning
   * @param lastPosition and at or below this position: rows taken up are above it
   * @param cursor everything before this place was taken up
   * @param portionAfter the rows taken up last are above this position
   * @param portionLast and at or below this one
   * @param writtenSince messages that were written since then, or requested again by others
   * @param reached whether the end was reached once
   * @param settled whether no relay can still mark what it sent before the beginning
   */
  record Open(
      long id,
      String topic,
      Timestamp begunAt,
      long lastPosition,
      Place cursor,
      long portionAfter,
      long portionLast,
      long writtenSince,
      boolean reached,
      boolean settled) {}

  /** A place in the order of sending. */
  record Place(Timestamp sentAt, long position) {}

  /**
   * The next rows of a request.
   *
   * @param ids of the requested messages
   * @param days their partitions
   * @param end where the next portion continues
   * @param last whether nothing follows
   */
  record Portion(List<UUID> ids, List<LocalDate> days, Place end, boolean last) {}

  /**
   * The first open request, unless another relay works on it now. The settings of this transaction
   * limit its waits for locks, make it read by index whatever the statistics say, and let the
   * server end it, with its locks, when the relay is suspended.
   */
  static Optional<Open> lock(Connection connection, Duration settling) throws SQLException {
    String sql =
        """
        select id, topic, begun_at, last_position, cursor_sent_at, cursor_position,
               portion_after, portion_last,
               pg_sequence_last_value('outbox_position_seq') - portion_last,
               reached_at is not null,
               begun_at + ?::interval < clock_timestamp(),
               set_config('lock_timeout', '100ms', true), set_config('enable_seqscan', 'off', true),
               set_config('idle_in_transaction_session_timeout', '5s', true)
          from outbox_republication
         where id = (select min(id) from outbox_republication where done_at is null)
           for update skip locked""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, settling.toString());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Open(
                    row.getLong(1),
                    row.getString(2),
                    row.getTimestamp(3),
                    row.getLong(4),
                    new Place(row.getTimestamp(5), row.getLong(6)),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getBoolean(10),
                    row.getBoolean(11)))
            : Optional.empty();
      }
    }
  }

  static void begin(Connection connection, Open open) throws SQLException {
    change(
        connection,
        open,
        """
        begun_at = clock_timestamp(), last_position = nextval('outbox_position_seq'),
        cursor_sent_at = since, cursor_position = 0""");
  }

  /**
   * Whether the relays of all shards have sent the previous portion, except for what the broker
   * refuses.
   *
   * @param acknowledged positions that the broker has acknowledged and that are not marked yet
   */
  static boolean portionHasLeft(Connection connection, Open open, Collection<Long> acknowledged)
      throws SQLException {
    String sql =
        """
        select position from outbox
         where sent_at is null and held_at is null and position > ? and position <= ?
           and position not in (select unnest(?::bigint[]))
         order by position limit 1""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, open.portionAfter());
      select.setLong(2, open.portionLast());
      select.setArray(3, OutboxTable.array(connection, "int8", acknowledged, Function.identity()));
      try (ResultSet waiting = select.executeQuery()) {
        return !waiting.next();
      }
    }
  }

  /**
   * @param settling how long after the beginning the request still reaches, once its end was
   *     reached
   * @param most messages that are taken up
   * @param mostPassed messages that are read, including skipped ones of other topics
   */
  static Portion next(Connection connection, Open open, Duration settling, int most, int mostPassed)
      throws SQLException {
    String sql =
        """
        select message_id, created_on, sent_at, position,
               position <= ? and (?::text is null or topic = ?)
          from outbox
         where sent_at >= ? and (sent_at, position) > (?, ?) and sent_at <= ?::timestamptz + ?::interval
         order by sent_at, position limit ?""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(most);
      select.setLong(1, open.lastPosition());
      select.setString(2, open.topic());
      select.setString(3, open.topic());
      select.setTimestamp(4, open.cursor().sentAt());
      select.setTimestamp(5, open.cursor().sentAt());
      select.setLong(6, open.cursor().position());
      select.setTimestamp(7, open.begunAt());
      select.setString(8, (open.reached() ? settling : Duration.ZERO).toString());
      select.setInt(9, mostPassed);
      try (ResultSet found = select.executeQuery()) {
        return read(found, open.cursor(), most, mostPassed);
      }
    }
  }

  private static Portion read(ResultSet found, Place start, int most, int mostPassed)
      throws SQLException {
    List<UUID> ids = new ArrayList<>();
    List<LocalDate> days = new ArrayList<>();
    Place end = start;
    int passed = 0;
    while (ids.size() < most && found.next()) {
      passed++;
      end = new Place(found.getTimestamp(3), found.getLong(4));
      if (found.getBoolean(5)) {
        ids.add(found.getObject(1, UUID.class));
        days.add(found.getObject(2, LocalDate.class));
      }
    }
    return new Portion(ids, days, end, ids.size() < most && passed < mostPassed);
  }

  /** Makes the rows unsent again, with new positions in the same order. */
  static void takeUp(Connection connection, Open open, Portion portion) throws SQLException {
    String sql =
        """
        with taken as (
          update outbox o set sent_at = null, held_at = null, failure = null,
                 asked_again_at = clock_timestamp(), position = r.position
            from (select id, day, nextval('outbox_position_seq') as position
                    from unnest(?::uuid[], ?::date[]) with ordinality as p(id, day, n)
                   order by n) r
           where o.message_id = r.id and o.created_on = r.day and o.sent_at is not null
             and o.created_on = any (?::date[])
          returning o.position)
        update outbox_republication
           set cursor_sent_at = ?, cursor_position = ?,
               taken_up = taken_up + (select count(*) from taken),
               portion_after = (select min(position) - 1 from taken),
               portion_last = (select max(position) from taken)
         where id = ?""";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setArray(1, OutboxTable.array(connection, "uuid", portion.ids(), Function.identity()));
      update.setArray(
          2, OutboxTable.array(connection, "date", portion.days(), LocalDate::toString));
      update.setArray(
          3,
          OutboxTable.array(
              connection,
              "date",
              portion.days().stream().distinct().toList(),
              LocalDate::toString));
      update.setTimestamp(4, portion.end().sentAt());
      update.setLong(5, portion.end().position());
      update.setLong(6, open.id());
      update.executeUpdate();
    }
  }

  /**
   * Reads the rows marked around the beginning once more, because that went on while they were
   * read.
   */
  static void reach(Connection connection, Open open, Duration settling) throws SQLException {
    change(
        connection,
        open,
        """
        reached_at = clock_timestamp(), cursor_position = 0,
        cursor_sent_at = greatest(since, begun_at - interval '%s')"""
            .formatted(settling));
  }

  static void finish(Connection connection, Open open) throws SQLException {
    change(connection, open, "done_at = clock_timestamp()");
  }

  private static void change(Connection connection, Open open, String what) throws SQLException {
    String sql = "update outbox_republication set " + what + " where id = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, open.id());
      update.executeUpdate();
    }
  }
}
