package io.tradewind.notifications.control;

import io.tradewind.notifications.entity.NewNotification;
import io.tradewind.notifications.entity.Notification;
import io.tradewind.notifications.entity.Numbering;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** All notifications, numbered per user. */
@ApplicationScoped
public class Notifications {

  /** Locks the counters in the order of their keys, so that two batches cannot deadlock. */
  private static final String LOCK_COUNTERS =
      """
      insert into notification_counter as counter (user_id, last_seq)
      select user_id, 0 from unnest(?::uuid[]) as users (user_id) order by user_id
      on conflict (user_id) do update set last_seq = counter.last_seq
      returning user_id, last_seq
      """;

  private static final String KNOWN = "select id from notification where id = any (?::uuid[])";

  private static final String STORE =
      """
      insert into notification (id, user_id, seq, type, data, at)
      select * from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::jsonb[], ?::timestamptz[])
      """;

  private static final String ADVANCE_COUNTERS =
      """
      update notification_counter as counter set last_seq = advanced.last_seq
      from unnest(?::uuid[], ?::bigint[]) as advanced (user_id, last_seq)
      where counter.user_id = advanced.user_id
      """;

  private static final String PAGE =
      """
      select id, user_id, seq, type, data, at, read_at from notification
      where user_id = ? and seq > ? order by seq limit ?
      """;

  private static final String NEWER =
      """
      select found.* from unnest(?::uuid[], ?::bigint[]) as reader (user_id, after)
      cross join lateral (
        select id, user_id, seq, type, data, at, read_at from notification as n
        where n.user_id = reader.user_id and n.seq > reader.after
        order by n.seq limit ?) as found
      order by found.user_id, found.seq
      """;

  @Inject Jdbc jdbc;

  /**
   * Stores new notifications in the given order and returns them. Call it inside the transaction of
   * the batch: the numbers become visible with its commit.
   */
  public List<Notification> store(List<NewNotification> news) {
    if (news.isEmpty()) {
      return List.of();
    }
    Map<UUID, Long> counters = lockedCounters(news);
    // Read after the locks: whoever stored the same events before has committed by now.
    Set<UUID> known = known(news);
    List<NewNotification> fresh = news.stream().filter(item -> known.add(item.id())).toList();
    if (fresh.isEmpty()) {
      return List.of();
    }
    Numbering numbering = new Numbering(counters);
    List<Notification> numbered = numbering.number(fresh);
    insert(numbered);
    advance(numbering.last());
    return numbered;
  }

  /** A user's notifications after the number, at most this many. */
  public List<Notification> page(UUID userId, long after, int limit) {
    return jdbc.query(
        PAGE,
        (connection, statement) -> {
          statement.setObject(1, userId);
          statement.setLong(2, after);
          statement.setInt(3, limit);
        },
        Notifications::read);
  }

  /**
   * Each user's notifications after the given number, in order, in one query for all.
   *
   * @param atMost per user, so that a long history does not delay the others
   */
  public List<Notification> newer(Map<UUID, Long> after, int atMost) {
    List<Map.Entry<UUID, Long>> readers = List.copyOf(after.entrySet());
    return jdbc.query(
        NEWER,
        (connection, statement) -> {
          statement.setArray(1, array(connection, "uuid", readers, Map.Entry::getKey));
          statement.setArray(2, array(connection, "bigint", readers, Map.Entry::getValue));
          statement.setInt(3, atMost);
        },
        Notifications::read);
  }

  /** Marks it as read; false when the user has no such notification. */
  public boolean markRead(UUID userId, UUID id) {
    return jdbc.update(
            "update notification set read_at = coalesce(read_at, now())"
                + " where id = ? and user_id = ?",
            (connection, statement) -> {
              statement.setObject(1, id);
              statement.setObject(2, userId);
            })
        == 1;
  }

  private Map<UUID, Long> lockedCounters(List<NewNotification> news) {
    Set<UUID> users = new HashSet<>();
    news.forEach(item -> users.add(item.userId()));
    Map<UUID, Long> last = new HashMap<>();
    jdbc.query(
        LOCK_COUNTERS,
        (connection, statement) ->
            statement.setArray(1, array(connection, "uuid", users, Function.identity())),
        row -> last.put(row.getObject(1, UUID.class), row.getLong(2)));
    return last;
  }

  private Set<UUID> known(List<NewNotification> news) {
    return new HashSet<>(
        jdbc.query(
            KNOWN,
            (connection, statement) ->
                statement.setArray(1, array(connection, "uuid", news, NewNotification::id)),
            row -> row.getObject(1, UUID.class)));
  }

  private void insert(List<Notification> numbered) {
    jdbc.update(
        STORE,
        (connection, statement) -> {
          statement.setArray(1, array(connection, "uuid", numbered, Notification::id));
          statement.setArray(2, array(connection, "uuid", numbered, Notification::userId));
          statement.setArray(3, array(connection, "bigint", numbered, Notification::seq));
          statement.setArray(4, array(connection, "text", numbered, Notification::type));
          statement.setArray(5, array(connection, "text", numbered, Notification::data));
          statement.setArray(
              6, array(connection, "text", numbered, notification -> notification.at().toString()));
        });
  }

  private void advance(Map<UUID, Long> last) {
    List<Map.Entry<UUID, Long>> counters = List.copyOf(last.entrySet());
    jdbc.update(
        ADVANCE_COUNTERS,
        (connection, statement) -> {
          statement.setArray(1, array(connection, "uuid", counters, Map.Entry::getKey));
          statement.setArray(2, array(connection, "bigint", counters, Map.Entry::getValue));
        });
  }

  private static <T> Array array(
      Connection connection, String type, Collection<T> rows, Function<? super T, ?> column)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column).toArray());
  }

  private static Notification read(ResultSet row) throws SQLException {
    return new Notification(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        row.getLong("seq"),
        row.getString("type"),
        row.getString("data"),
        row.getObject("at", OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC).toInstant(),
        row.getObject("read_at") != null,
        null);
  }
}
