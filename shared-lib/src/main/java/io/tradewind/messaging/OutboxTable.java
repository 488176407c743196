package io.tradewind.messaging;

import io.tradewind.database.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The SQL of the outbox. JDBC instead of JPA: positions must be drawn in the order of the calls,
 * which a persistence context does not guarantee, and one statement writes all messages of a
 * transaction.
 */
final class OutboxTable {

  /** Keys are hashed to this many shards, each sent by one relay at a time; never change it. */
  static final int SHARDS = 8;

  /**
   * Counting this many takes some milliseconds; beyond, the number is estimated from the positions.
   */
  static final int MOST_COUNTED = 10_000;

  private OutboxTable() {}

  static int shardOf(String key) {
    return Math.floorMod(key.hashCode(), SHARDS);
  }

  /**
   * A row that was already written today is a repeated answer: if it was sent, it is sent again;
   * otherwise it will be sent anyway.
   */
  static void insert(Connection connection, List<OutboxRow> rows) throws SQLException {
    insert(connection, rows, List.of());
  }

  /** The same, in one statement with these changes, which do not overlap. */
  static void insert(Connection connection, List<OutboxRow> all, List<PendingChanges> changes)
      throws SQLException {
    Collection<OutboxRow> rows = eachOnce(all);
    String with =
        changes.isEmpty()
            ? ""
            : changes.stream()
                .map(PendingChanges::expressions)
                .collect(Collectors.joining(",\n", "with ", "\n"));
    String sql =
        with
            + """
        insert into outbox (message_id, shard, topic, key, type, time, traceparent, payload)
        select id, shard, topic, key, type, time, traceparent, payload
          from unnest(?::uuid[], ?::smallint[], ?::text[], ?::text[], ?::text[],
                      ?::timestamptz[], ?::text[], ?::text[])
               with ordinality as r(id, shard, topic, key, type, time, traceparent, payload, n)
         order by n
        on conflict (message_id, created_on) do update
           set sent_at = null, held_at = null, failure = null,
               asked_again_at = clock_timestamp(), position = default
         where outbox.sent_at is not null""";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      ArrayParameters parameters = new ArrayParameters(insert);
      for (PendingChanges each : changes) {
        each.bind(parameters);
      }
      parameters
          .add("uuid", rows, OutboxRow::id)
          .add("int2", rows, row -> (short) shardOf(row.key()))
          .add("text", rows, OutboxRow::topic)
          .add("text", rows, OutboxRow::key)
          .add("text", rows, OutboxRow::type)
          .add("text", rows, row -> row.time().toString())
          .add("text", rows, OutboxRow::traceparent)
          .add("text", rows, OutboxRow::payload);
      insert.executeUpdate();
    }
  }

  /** A statement cannot upsert a row twice, and a batch may contain a command twice. */
  private static Collection<OutboxRow> eachOnce(List<OutboxRow> rows) {
    Map<UUID, OutboxRow> once = new LinkedHashMap<>();
    rows.forEach(row -> once.putIfAbsent(row.id(), row));
    return once.values();
  }

  /**
   * Unsent rows that may be sent, and rows that follow a held one.
   *
   * @param more whether a shard may have more rows than the limit
   */
  record Ready(List<OutboxRow> rows, List<OutboxRow> behind, boolean more) {}

  /**
   * The oldest unsent rows of each shard that are not held. Reading does not continue from a last
   * position: a transaction may take any time between drawing its positions and its commit, and a
   * republish makes old rows unsent.
   *
   * @param known positions of rows that are under way, or acknowledged and not marked yet
   * @param limit of each shard
   */
  static Ready ready(
      Connection connection, Collection<Integer> shards, Collection<Long> known, int limit)
      throws SQLException {
    String sql =
        """
        select o.*,
               exists (select 1 from outbox h
                        where h.shard = s.shard and h.sent_at is null and h.held_at is not null
                          and h.topic = o.topic and h.key = o.key and h.position < o.position),
               s.shard
          from unnest(?::smallint[]) as s(shard)
         cross join lateral (
               select message_id, created_on, position, xmin::text, topic, key, type, time,
                      traceparent, payload
                 from outbox r
                where r.shard = s.shard and r.sent_at is null and r.held_at is null
                  and r.position not in (select unnest(?::bigint[]))
                order by r.position limit ?) o
         order by o.position""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, array(connection, "int2", shards, Integer::shortValue));
      select.setArray(2, array(connection, "int8", known, Function.identity()));
      select.setInt(3, limit);
      List<OutboxRow> rows = new ArrayList<>();
      List<OutboxRow> behind = new ArrayList<>();
      Map<Integer, Integer> ofShard = new HashMap<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          (found.getBoolean(11) ? behind : rows).add(row(found));
          ofShard.merge(found.getInt(12), 1, Integer::sum);
        }
      }
      return new Ready(rows, behind, ofShard.containsValue(limit));
    }
  }

  private static OutboxRow row(ResultSet found) throws SQLException {
    return new OutboxRow(
        found.getObject(1, UUID.class),
        found.getObject(2, LocalDate.class),
        found.getLong(3),
        found.getString(4),
        found.getString(5),
        found.getString(6),
        found.getString(7),
        found.getTimestamp(8).toInstant(),
        found.getString(9),
        found.getString(10));
  }

  /**
   * Marks rows that the broker has acknowledged. A row that was requested again since it was read
   * stays unsent: the broker that has it may be the one that lost its disk.
   */
  static void markSent(Connection connection, Collection<OutboxRow> rows) throws SQLException {
    String sql =
        """
        update outbox o set sent_at = now(), held_at = null, failure = null
          from unnest(?::uuid[], ?::text[]) as r(id, version)
         where o.message_id = r.id and o.xmin::text = r.version and o.sent_at is null
           and o.created_on = any (?::date[])""";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setArray(1, array(connection, "uuid", rows, OutboxRow::id));
      update.setArray(2, array(connection, "text", rows, OutboxRow::version));
      update.setArray(3, array(connection, "date", daysOf(rows), LocalDate::toString));
      update.executeUpdate();
    }
  }

  /**
   * A row to be held.
   *
   * @param destination what it waits for together with others, or null
   * @param failure the broker's error, or null when it only waits behind another row of its lane
   */
  record Held(OutboxRow row, String destination, String failure) {}

  /** Held rows are not read until they are released. */
  static void hold(Connection connection, Collection<Held> held) throws SQLException {
    if (held.isEmpty()) {
      return;
    }
    String sql =
        """
        update outbox o
           set held_at = case when h.destination is null then now() else coalesce(held_at, now()) end,
               held_for = h.destination, failure = h.failure
          from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[])
               as h(id, position, destination, failure)
         where o.message_id = h.id and o.position = h.position and o.created_on = any (?::date[])
           and o.sent_at is null""";
    List<OutboxRow> rows = held.stream().map(Held::row).toList();
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setArray(1, array(connection, "uuid", rows, OutboxRow::id));
      update.setArray(2, array(connection, "int8", rows, OutboxRow::position));
      update.setArray(3, array(connection, "text", held, Held::destination));
      update.setArray(4, array(connection, "text", held, Held::failure));
      update.setArray(5, array(connection, "date", daysOf(rows), LocalDate::toString));
      update.executeUpdate();
    }
  }

  /**
   * A held row that is sent as a probe.
   *
   * @param destination what it waits for together with others, or null
   */
  record Probe(OutboxRow row, String destination, String failure) {

    /** Whether the table says so already. A row refused for its content goes to the end instead. */
    boolean stillFor(Held held) {
      return destination != null
          && destination.equals(held.destination())
          && failure.equals(held.failure());
    }
  }

  /**
   * The oldest row of each destination, which is the first of its lane, and of the rows refused for
   * their content those tried longest ago, but not within 5 s.
   */
  static List<Probe> probes(Connection connection, Collection<Integer> shards) throws SQLException {
    String sql =
        """
        with held as (
          select position, held_for, held_at from outbox
           where shard = any (?::smallint[]) and sent_at is null and held_at is not null
             and failure is not null)
        select message_id, created_on, position, xmin::text, topic, key, type, time, traceparent,
               payload, held_for, failure
          from outbox
         where sent_at is null and held_at is not null
           and position in (
               select min(position) from held where held_for is not null group by held_for
               union all
               (select position from held
                 where held_for is null and held_at < now() - interval '5 s'
                 order by held_at limit 20))
         order by position""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, array(connection, "int2", shards, Integer::shortValue));
      List<Probe> probes = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          probes.add(new Probe(row(found), found.getString(11), found.getString(12)));
        }
      }
      return probes;
    }
  }

  /** Releases rows that wait for a destination, the oldest first. */
  static int release(
      Connection connection, Collection<Integer> shards, String destination, int limit)
      throws SQLException {
    String sql =
        """
        update outbox set held_at = null
         where sent_at is null and held_at is not null
           and position in (select position from outbox
                             where shard = any (?::smallint[]) and sent_at is null
                               and held_at is not null and failure is not null and held_for = ?
                             order by position limit ?)""";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setArray(1, array(connection, "int2", shards, Integer::shortValue));
      update.setString(2, destination);
      update.setInt(3, limit);
      return update.executeUpdate();
    }
  }

  /** Releases rows whose predecessors in the lane are no longer held, the oldest first. */
  static int releaseBehind(Connection connection, Collection<Integer> shards, int limit)
      throws SQLException {
    String sql =
        """
        update outbox set held_at = null
         where sent_at is null and held_at is not null
           and position in (
               select position from outbox o
                where shard = any (?::smallint[]) and sent_at is null and held_at is not null
                  and failure is null
                  and not exists (select 1 from outbox h
                                   where h.shard = o.shard and h.topic = o.topic and h.key = o.key
                                     and h.sent_at is null and h.held_at is not null
                                     and h.failure is not null and h.position < o.position)
                order by position limit ?)""";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setArray(1, array(connection, "int2", shards, Integer::shortValue));
      update.setInt(2, limit);
      return update.executeUpdate();
    }
  }

  /**
   * The backlog of all shards.
   *
   * @param oldest when the first unsent row was written or requested again, or null
   * @param held rows that are held
   * @param refused those among them that the broker refused; the others wait behind them
   */
  record Unsent(Instant oldest, long held, long refused) {}

  static Unsent lookAtUnsent(Connection connection) throws SQLException {
    String sql =
        """
        select (select coalesce(asked_again_at, time) from outbox
                 where sent_at is null order by position limit 1),
               count(*), count(failure)
          from outbox where sent_at is null and held_at is not null""";
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet found = select.executeQuery()) {
      found.next();
      Timestamp oldest = found.getTimestamp(1);
      return new Unsent(
          oldest == null ? null : oldest.toInstant(), found.getLong(2), found.getLong(3));
    }
  }

  /**
   * Unsent rows by position, for operators.
   *
   * @param heldOnly only what the broker refused
   * @param after the position to continue after, 0 for the start
   */
  static List<UnsentMessage> listUnsent(
      Connection connection, boolean heldOnly, long after, int limit) throws SQLException {
    String sql =
        """
        select position, message_id, topic, key, type, time,
               case when failure is not null then held_at end, failure
          from outbox
         where sent_at is null and position > ? %s
         order by position limit ?"""
            .formatted(heldOnly ? "and held_at is not null and failure is not null" : "");
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, after);
      select.setInt(2, limit);
      List<UnsentMessage> unsent = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          Timestamp heldAt = found.getTimestamp(7);
          unsent.add(
              new UnsentMessage(
                  found.getLong(1),
                  found.getObject(2, UUID.class),
                  found.getString(3),
                  found.getString(4),
                  found.getString(5),
                  found.getTimestamp(6).toInstant(),
                  heldAt == null ? null : heldAt.toInstant(),
                  found.getString(8)));
        }
      }
      return unsent;
    }
  }

  /**
   * By the caller's clock: the table uses the database's, and the two may differ by minutes.
   *
   * @param now the time of the caller's clock
   */
  static Map<UUID, Instant> sentAt(Connection connection, Collection<UUID> ids, Instant now)
      throws SQLException {
    String sql =
        """
        select message_id, max(sent_at) + (?::timestamptz - clock_timestamp()) from outbox
         where message_id = any (?::uuid[])
         group by message_id having bool_and(sent_at is not null)""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, now.toString());
      select.setArray(2, array(connection, "uuid", ids, Function.identity()));
      Map<UUID, Instant> sent = new HashMap<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          sent.put(found.getObject(1, UUID.class), found.getTimestamp(2).toInstant());
        }
      }
      return sent;
    }
  }

  /** Draws new positions too, so that later messages of the key that were sent stay before them. */
  static Collection<UUID> sendAgain(Connection connection, Collection<UUID> ids)
      throws SQLException {
    String sql =
        """
        update outbox set sent_at = null, held_at = null, failure = null,
               asked_again_at = clock_timestamp(), position = default
         where message_id = any (?::uuid[]) and sent_at is not null
        returning message_id""";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setArray(1, array(connection, "uuid", ids, Function.identity()));
      List<UUID> armed = new ArrayList<>();
      try (ResultSet found = update.executeQuery()) {
        while (found.next()) {
          armed.add(found.getObject(1, UUID.class));
        }
      }
      return armed;
    }
  }

  /** Also releases the rows behind them, which are not counted. */
  static int redrive(Connection connection, String topic, String key) throws SQLException {
    String sql =
        """
        with freed as (
          update outbox set held_at = null
           where sent_at is null and held_at is not null
             and (?::text is null or topic = ?) and (?::text is null or key = ?)
          returning failure)
        select count(failure) from freed""";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, topic);
      update.setString(2, topic);
      update.setString(3, key);
      update.setString(4, key);
      try (ResultSet refused = update.executeQuery()) {
        refused.next();
        return refused.getInt(1);
      }
    }
  }

  /** Counts up to a bound, because an outage makes the backlog large. */
  static OutboxState state(Connection connection) throws SQLException {
    String sql =
        """
        with unsent as (select position from outbox where sent_at is null
                         order by position limit ?),
             counted as (select count(*) as messages, min(position) as first from unsent),
             held as (select count(failure) as messages, count(distinct (topic, key)) as keys from outbox
                       where sent_at is null and held_at is not null)
        select c.messages, c.messages = ?,
               pg_sequence_last_value('outbox_position_seq') - c.first + 1, h.messages, h.keys
          from counted c cross join held h""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, MOST_COUNTED);
      select.setInt(2, MOST_COUNTED);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        boolean estimated = row.getBoolean(2);
        return new OutboxState(
            row.getLong(estimated ? 3 : 1),
            row.getLong(4),
            row.getLong(5),
            lookAtUnsent(connection).oldest(),
            OutboxDays.kept(connection).orElse(null),
            estimated,
            RepublishRequests.underWay(connection).orElse(null));
      }
    }
  }

  /** The traceparent of the first of these messages that was traced. */
  static Optional<String> traceparent(Connection connection, Collection<UUID> ids)
      throws SQLException {
    String sql =
        """
        select traceparent from outbox
         where message_id = any (?::uuid[]) and traceparent is not null
         order by position limit 1""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, array(connection, "uuid", ids, Function.identity()));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** Restricts a statement to these partitions. */
  private static Set<LocalDate> daysOf(Collection<OutboxRow> rows) {
    return rows.stream().map(OutboxRow::day).collect(Collectors.toSet());
  }

  static <R> java.sql.Array array(
      Connection connection, String type, Collection<R> rows, Function<R, ?> column)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column).toArray());
  }
}
