package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.values.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A write finds a partition in every state of the partitions, and no day that was sent is dropped
 * too early.
 */
class OutboxDaysIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static OutboxDatabase database;

  @BeforeAll
  static void aDatabaseOfItsOwn() {
    database = OutboxDatabase.made("days");
  }

  @BeforeEach
  void onlyTheUsualDays() {
    for (int day = -10; day <= 10; day++) {
      database.execute("drop table if exists " + partition(day));
    }
    database.execute("truncate outbox_default; delete from outbox_republication");
    database.execute("select outbox_make_partitions(3)");
  }

  @Test
  void aServiceThatWasDownForFourDaysWritesAtOnceAndGetsItsDays() throws SQLException {
    for (int day = 0; day <= 3; day++) {
      database.execute("drop table " + partition(day));
    }

    try (Connection connection = database.connect()) {
      write(connection, "first");
      assertThat(in("outbox_default")).isOne();
      assertThat(OutboxTable.listUnsent(connection, false, 0, 9)).hasSize(1);
      assertThat(OutboxTable.state(connection).unsent()).isOne();

      OutboxHousekeeping housekeeping = new OutboxHousekeeping(7);
      housekeeping.whenDue(connection);
      write(connection, "second");
      assertThat(housekeeping.daysAhead()).isEqualTo(3);
      assertThat(in(partition(0))).isEqualTo(2);
      assertThat(in("outbox_default")).isZero();
      assertThat(OutboxTable.listUnsent(connection, false, 0, 9))
          .extracting(UnsentMessage::key)
          .containsExactly("first", "second");
    }
  }

  @Test
  void aDayWithManyRowsInTheDefaultPartitionStaysThereUntilItMayGo() throws SQLException {
    for (int day = 0; day <= 3; day++) {
      database.execute("drop table " + partition(day));
    }
    database.execute(
        """
        insert into outbox (message_id, shard, topic, key, type, time, payload)
        select gen_random_uuid(), 0, 't', 'k' || n, 't', now(), '0' from generate_series(1, 10001) n""");

    try (Connection connection = database.connect()) {
      OutboxHousekeeping housekeeping = new OutboxHousekeeping(7);
      housekeeping.whenDue(connection);
      assertThat(housekeeping.daysAhead()).isEqualTo(3);
      assertThat(in("outbox_default")).isEqualTo(10_001);

      List<Integer> shards = IntStream.range(0, OutboxTable.SHARDS).boxed().toList();
      List<OutboxRow> read = OutboxTable.ready(connection, shards, List.of(), 500).rows();
      OutboxTable.markSent(connection, read);
      assertThat(OutboxTable.listUnsent(connection, false, 0, 20_000)).hasSize(9_501);
    }
    database.execute("update outbox set sent_at = now() where sent_at is null");
    database.number("select outbox_drop_partitions(7)");
    assertThat(in("outbox_default")).as("it is of today").isEqualTo(10_001);
    database.execute(
        "alter table outbox detach partition outbox_default;"
            + "update outbox_default set created_on = created_on - 7;"
            + "alter table outbox attach partition outbox_default default");
    database.number("select outbox_drop_partitions(7)");
    assertThat(in("outbox_default")).isZero();
  }

  @Test
  void anOldUnsentMessageInTheDefaultPartitionIsKept() {
    writeOld(-9, "null");
    database.number("select outbox_drop_partitions(7)");
    assertThat(in("outbox_default")).isOne();
    database.execute("update outbox set sent_at = now()");
    database.number("select outbox_drop_partitions(7)");
    assertThat(in("outbox_default")).isZero();
  }

  @Test
  void nothingIsDroppedWhileAnythingIsSentOnceMore() throws SQLException {
    database.execute(
        "create table %s partition of outbox for values from ('%s') to ('%s')"
            .formatted(partition(-8), day(-8), day(-7)));
    writeOld(-8, "now()");
    try (Connection connection = database.connect()) {
      assertThat(RepublishRequests.request(connection, Instant.EPOCH, null).messages()).isOne();
      database.number("select outbox_drop_partitions(7)");
      assertThat(in(partition(-8))).isOne();
      database.execute("update outbox_republication set done_at = now()");
      assertThat(database.number("select outbox_drop_partitions(7)")).isOne();
    }
  }

  /** The drop checks again once nobody can write any more. */
  @Test
  void aMessageAskedForBetweenTheLookAndTheDropIsNotLost() throws Exception {
    database.execute(
        "create table %s partition of outbox for values from ('%s') to ('%s')"
            .formatted(partition(-8), day(-8), day(-7)));
    writeOld(-8, "now()");
    try (Connection operator = database.connect()) {
      operator.setAutoCommit(false);
      operator.createStatement().execute("update outbox set sent_at = null");
      CompletableFuture<Void> drop =
          CompletableFuture.runAsync(
              () -> database.execute("select outbox_drop_partitions(7) /* the drop */"));
      awaitSomebodyWaits("the drop", drop);
      operator.commit();
      drop.exceptionally(timedOut -> null).join();
    }
    assertThat(database.number("select count(*) from outbox where sent_at is null")).isOne();
  }

  @Test
  void aBackupThatReadsTheTableKeepsNoWriterWaitingForANewDay() throws Exception {
    database.execute("drop table " + partition(3));
    try (Connection backup = database.owner();
        Connection writer = database.connect()) {
      backup.setAutoCommit(false);
      backup.createStatement().execute("lock table outbox in access share mode");
      CompletableFuture<Void> made =
          CompletableFuture.runAsync(
              () -> database.execute("select outbox_make_partitions(3) /* the new day */"));
      awaitSomebodyWaits("the new day", made);
      writer.createStatement().execute("set lock_timeout = '20ms'");
      write(writer, "meanwhile");
      backup.rollback();
      made.exceptionally(timedOut -> null).join();
    }
    database.execute("select outbox_make_partitions(3)");
    assertThat(in(partition(3))).isZero();
    assertThat(in(partition(0))).isOne();
  }

  /** A query plan may read the names of all tables before it knows which belong to the outbox. */
  @Test
  void theComingDaysAreCountedWhateverThePlan() throws SQLException {
    try (Connection connection = database.connect()) {
      for (String way : List.of("nestloop", "mergejoin", "indexscan", "bitmapscan")) {
        connection.createStatement().execute("set enable_" + way + " = off");
        assertThat(OutboxDays.ahead(connection)).as(way).isEqualTo(3);
        assertThat(OutboxDays.kept(connection)).as(way).contains(day(0));
      }
    }
  }

  @Test
  void anOutboxOfAnOlderVersionGoesOnWithItsMessages() throws SQLException {
    OutboxDatabase older = new OutboxDatabase(Infrastructure.get(), "older");
    older.infrastructure().makeDatabase("older", "000.3");
    older.execute(
        """
        insert into outbox (message_id, shard, topic, key, type, time, payload, sent_at)
        select gen_random_uuid(), 0, 't', 'k' || n, 't', now(), '0', case when n > 3 then now() end
          from generate_series(1, 10) n""");
    older.infrastructure().makeDatabase("older");

    older.execute("select outbox_make_partitions(5)");
    try (Connection connection = older.connect()) {
      write(connection, "new");
      assertThat(OutboxTable.listUnsent(connection, false, 0, 20)).hasSize(4);
      assertThat(RepublishRequests.request(connection, Instant.EPOCH, null).messages())
          .isEqualTo(11);
      assertThat(OutboxDays.ahead(connection)).isEqualTo(5);
      assertThat(OutboxTable.state(connection).unsent()).isEqualTo(4);
    }
  }

  private static void awaitSomebodyWaits(String what, CompletableFuture<?> orHasEnded) {
    String waiting =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%/* "
            + what
            + " */'";
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> orHasEnded.isDone() || database.number(waiting) == 1);
  }

  private static void write(Connection connection, String key) throws SQLException {
    OutboxTable.insert(
        connection,
        List.of(
            new OutboxRow(
                Ids.next(), null, 0, null, "t", key, "Test.v1", Instant.now(), null, "0")));
  }

  private static void writeOld(int daysFromToday, String sentAt) {
    database.execute(
        """
        insert into outbox (message_id, created_on, shard, topic, key, type, time, payload, sent_at)
        values (gen_random_uuid(), '%s', 0, 't', 'old', 't', now(), '0', %s)"""
            .formatted(day(daysFromToday), sentAt));
  }

  private static long in(String partition) {
    return database.number("select count(*) from " + partition);
  }

  private static LocalDate day(int fromToday) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(fromToday);
  }

  private static String partition(int daysFromToday) {
    return "outbox_" + day(daysFromToday).format(DateTimeFormatter.BASIC_ISO_DATE);
  }
}
