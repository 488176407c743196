package io.tradewind.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.contract.ApiDescription;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.ProjectFolder;
import io.tradewind.systemtests.driver.TopicReader;
import io.tradewind.systemtests.driver.WholeSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Delivers every message again, in a server that was stopped before: nothing changes. */
@WholeSystem
class ReplayedTopicsIT {

  private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

  /**
   * Tables of business decisions. The excluded ones serve the transport of messages and mail, or
   * change with the time.
   */
  private static final String TABLES =
      """
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind = 'r' and not c.relispartition
         and c.relname not in
             ('flyway_schema_history', 'inbox', 'idempotency_key', 'parked_message',
              'removed_message', 'ticket', 'channel_position', 'reconciliation_progress',
              'reconciliation_mark', 'provider_line', 'mailed_token')
       order by 1
      """;

  private static final String CHECKSUM =
      "select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') from %s t";

  /** The table and the columns that make a repeated message harmless, by service and channel. */
  private static final Map<String, String> NATURAL_KEYS =
      Map.of(
          "orders payment-events", "saga_command (order_id, kind)",
          "orders inventory-events", "saga_command (order_id, kind)",
          "orders product-events", "price (sku)",
          "orders user-events", "erased_person (user_id)",
          "payments payment-commands", "payment_operation (command_id)",
          "inventory inventory-commands", "reservation (order_id)",
          "inventory order-events", "reservation (order_id)",
          "notifications order-events", "notification (id)");

  private static final String UNIQUE =
      """
      select c.conrelid::regclass || ' ' || substring(pg_get_constraintdef(c.oid) from '\\([^)]*\\)')
        from pg_constraint c where c.contype in ('p', 'u')
      """;

  private static final Pattern CHANNEL =
      Pattern.compile("^mp\\.messaging\\.incoming\\.([a-z-]+)\\.connector=", Pattern.MULTILINE);

  private final Platform platform;

  ReplayedTopicsIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void everyConsumerHasAKeyThatMakesARepeatedMessageHarmless() throws Exception {
    Set<String> consumers = new HashSet<>();
    for (Service service : Service.values()) {
      List<String> keys;
      try (Connection database = platform.stack().postgres().superuser(service.id())) {
        keys = strings(database, UNIQUE);
      }
      for (String channel : channels(service)) {
        String consumer = service.id() + " " + channel;
        consumers.add(consumer);
        assertThat(keys).as(consumer).contains(NATURAL_KEYS.get(consumer));
      }
    }
    assertThat(consumers).isEqualTo(NATURAL_KEYS.keySet());
  }

  private static List<String> channels(Service service) throws IOException {
    Path settings =
        ProjectFolder.root()
            .resolve(service.war())
            .resolve("src/main/resources/META-INF/microprofile-config.properties");
    return CHANNEL
        .matcher(Files.readString(settings))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void everyTopicReplayedFromTheStartChangesNothingAndParksWhatNobodyCanRead() throws Exception {
    someOrders();
    platform.audit();
    awaitEndOfRepublications();
    Map<String, String> before = checksums();
    String described = ApiDescription.of(platform).operations().toString();
    LibertyServer server = platform.stack().server(Service.ORDERS);

    server.close();
    forgetWhatWasDiscarded();
    long records = rewind();
    server.start();
    awaitCaughtUp();

    assertThat(records).isPositive();
    assertThat(checksums()).isEqualTo(before);
    assertThat(parkedKeys()).isEqualTo(platform.poisoned());
    // the container builds the description anew, because it cannot read the one it saved
    assertThat(ApiDescription.of(platform).operations().toString()).isEqualTo(described);
  }

  /** Half a minute after its last message has left, a republication is noted as done. */
  private void awaitEndOfRepublications() {
    assertThat(Eventually.ask(CAUGHT_UP, this::openRepublications, List::isEmpty)).isEmpty();
  }

  private List<String> openRepublications() {
    try (Connection database = platform.stack().postgres().superuser(Service.ORDERS.id())) {
      return strings(database, "select id from outbox_republication where done_at is null");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Forgets discarded messages: they would not be parked again, but every unreadable one must be.
   */
  private void forgetWhatWasDiscarded() throws SQLException {
    for (Service service : Service.values()) {
      try (Connection database = platform.stack().postgres().superuser(service.id())) {
        strings(database, "delete from removed_message returning message_id");
      }
    }
  }

  /** The keys of the parked messages of all services; deletes these messages. */
  private Set<String> parkedKeys() throws SQLException {
    Set<String> keys = new HashSet<>();
    for (Service service : Service.values()) {
      try (Connection database = platform.stack().postgres().superuser(service.id())) {
        keys.addAll(strings(database, "delete from parked_message returning key"));
        // hostile records without a key, or with one that cannot be stored
        keys.removeIf(key -> key == null || key.startsWith("sha256:"));
      }
    }
    return keys;
  }

  private void someOrders() {
    String sku = platform.staff().product(500, 10);
    Customer customer = platform.customer();
    for (String method : List.of("pm_ok", "pm_declined", "pm_capture_fails", "pm_ok")) {
      UUID order = customer.orders(sku, 4, method);
      customer.settles(order);
    }
  }

  /**
   * Resets every consumer group to the first record of each topic; returns the number of records.
   */
  private long rewind() throws ExecutionException, InterruptedException {
    long records = 0;
    try (Admin admin = platform.stack().kafka().admin()) {
      for (Service service : Service.values()) {
        Map<TopicPartition, OffsetAndMetadata> read =
            admin.listConsumerGroupOffsets(service.id()).partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
        for (Map.Entry<TopicPartition, OffsetAndMetadata> partition : read.entrySet()) {
          records += partition.getValue().offset();
          start.put(partition.getKey(), new OffsetAndMetadata(0));
        }
        admin.alterConsumerGroupOffsets(service.id(), start).all().get();
      }
    }
    return records;
  }

  private void awaitCaughtUp() {
    assertThat(Eventually.ask(CAUGHT_UP, this::behind, behind -> behind == 0)).isZero();
  }

  private long behind() {
    try (Admin admin = platform.stack().kafka().admin()) {
      Map<TopicPartition, Long> ends =
          new TopicReader(platform.stack().kafka().bootstrapServers()).ends();
      long behind = 0;
      for (Service service : Service.values()) {
        for (Map.Entry<TopicPartition, OffsetAndMetadata> at :
            admin
                .listConsumerGroupOffsets(service.id())
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()) {
          behind += ends.get(at.getKey()) - at.getValue().offset();
        }
      }
      return behind;
    } catch (ExecutionException e) {
      return Long.MAX_VALUE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Map<String, String> checksums() throws SQLException {
    Map<String, String> checksums = new TreeMap<>();
    for (Service service : Service.values()) {
      try (Connection database = platform.stack().postgres().superuser(service.id())) {
        for (String table : strings(database, TABLES)) {
          checksums.put(
              service.id() + "." + table, strings(database, CHECKSUM.formatted(table)).get(0));
        }
      }
    }
    return checksums;
  }

  private static List<String> strings(Connection database, String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
