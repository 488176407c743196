package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The operations of operators, relays and the housekeeping on an outbox, by name. */
final class OutboxWork {

  static final String TOPIC = "order-events";

  private OutboxWork() {}

  @FunctionalInterface
  interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** The ids of the messages that were sent last. */
  static List<UUID> some(OutboxDatabase database) throws SQLException {
    List<UUID> some = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement select = connection.createStatement();
        ResultSet ids =
            select.executeQuery(
                "select message_id from outbox where sent_at is not null"
                    + " order by sent_at desc, position desc limit 20")) {
      while (ids.next()) {
        some.add(ids.getObject(1, UUID.class));
      }
    }
    return some;
  }

  static Map<String, Work> all(List<UUID> some) {
    Map<String, Work> all = new LinkedHashMap<>();
    all.put("the state", OutboxTable::state);
    all.put("what is unsent", OutboxTable::lookAtUnsent);
    all.put("what may go", on -> OutboxTable.ready(on, List.of(0, 1, 2), List.of(), 100));
    all.put("what is tried of held ones", on -> OutboxTable.probes(on, List.of(0, 1, 2)));
    all.put("a list of unsent ones", on -> OutboxTable.listUnsent(on, false, 0, 100));
    all.put("a list of held ones", on -> OutboxTable.listUnsent(on, true, 0, 100));
    all.put("a redrive", on -> OutboxTable.redrive(on, TOPIC, null));
    all.put("the time of sending", on -> OutboxTable.sentAt(on, some, Instant.now()));
    all.put("sending again", on -> OutboxTable.sendAgain(on, some));
    all.put("the trace", on -> OutboxTable.traceparent(on, some));
    all.put("a request for everything", on -> RepublishRequests.request(on, Instant.EPOCH, TOPIC));
    all.put("what is under way", RepublishRequests::underWay);
    all.put("a portion", OutboxWork::portion);
    all.put("a portion of another topic", OutboxWork::portionOfAnotherTopic);
    all.put("the coming days", on -> call(on, "select outbox_make_partitions(3)"));
    all.put("the days that may go", on -> call(on, "select outbox_drop_partitions(8)"));
    return all;
  }

  private static void portion(Connection on) throws SQLException {
    call(
        on,
        "insert into outbox_republication (since, expected) values (now() - interval '3 days', 0)");
    step(on);
    step(on);
  }

  private static void portionOfAnotherTopic(Connection on) throws SQLException {
    call(
        on,
        "insert into outbox_republication (since, expected, topic) values ('epoch', 0, 'another')");
    step(on);
    step(on);
  }

  private static void step(Connection on) throws SQLException {
    new Republisher(new RelayWakeUp()).step(on, List.of());
  }

  private static void call(Connection on, String sql) throws SQLException {
    try (Statement statement = on.createStatement()) {
      statement.execute(sql);
    }
  }
}
