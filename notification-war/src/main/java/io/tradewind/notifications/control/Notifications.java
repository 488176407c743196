package io.tradewind.notifications.control;

import io.tradewind.database.ArrayParameters;
import io.tradewind.notifications.entity.NewNotification;
import io.tradewind.notifications.entity.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All notifications, numbered per user. */
@ApplicationScoped
public class Notifications {

  /**
   * Numbers those that are not stored yet. The counter of a user is locked from here to the commit,
   * lowest user first so that two batches cannot deadlock. When another transaction stores the same
   * event meanwhile, the primary key refuses this batch, whose retry finds it stored.
   */
  private static final String STORE =
      """
      with fresh as (
        select * from unnest(?::uuid[], ?::uuid[], ?::text[], ?::jsonb[], ?::timestamptz[])
                      with ordinality as n(id, user_id, type, data, at, place)
         where not exists (select from notification known where known.id = n.id)),
      counter as (
        insert into notification_counter as c (user_id, last_seq)
        select user_id, count(*) from fresh group by user_id order by user_id
        on conflict (user_id) do update set last_seq = c.last_seq + excluded.last_seq
        returning user_id, last_seq)
      insert into notification (id, user_id, seq, type, data, at)
      select f.id, f.user_id,
             c.last_seq - count(*) over (partition by f.user_id)
                        + row_number() over (partition by f.user_id order by f.place),
             f.type, f.data, f.at
        from fresh f join counter c using (user_id)
      returning id, seq
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
    Map<UUID, NewNotification> each = new LinkedHashMap<>();
    news.forEach(item -> each.putIfAbsent(item.id(), item));
    Map<UUID, Long> numbers = insert(each.values());
    return each.values().stream()
        .filter(item -> numbers.containsKey(item.id()))
        .map(item -> item.numbered(numbers.get(item.id())))
        .toList();
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
          new ArrayParameters(statement)
              .add("uuid", readers, Map.Entry::getKey)
              .add("bigint", readers, Map.Entry::getValue);
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

  /** The numbers of those that were not stored before, by id. */
  private Map<UUID, Long> insert(Collection<NewNotification> news) {
    Map<UUID, Long> numbers = new HashMap<>();
    jdbc.query(
        STORE,
        (connection, statement) ->
            new ArrayParameters(statement)
                .add("uuid", news, NewNotification::id)
                .add("uuid", news, NewNotification::userId)
                .add("text", news, NewNotification::type)
                .add("jsonb", news, NewNotification::data)
                .add("timestamptz", news, NewNotification::at),
        row -> numbers.put(row.getObject(1, UUID.class), row.getLong(2)));
    return numbers;
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
