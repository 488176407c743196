package io.tradewind.messaging;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.stack.LocalKafka;
import io.tradewind.values.Ids;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A fault of the broker holds only the affected rows. All other rows are sent, and the held rows
 * are sent after recovery.
 */
class BrokerTroubleIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * The longest time from an operator's repair to the arrival of the last message at the broker.
   */
  private static final Duration HEALING = Duration.ofSeconds(10);

  private static final int PARTITIONS = 3;
  private static final Comparator<String> BY_NUMBER = Comparator.comparingLong(Long::parseLong);
  private static final String HELD =
      "select count(*) from outbox where sent_at is null and held_at is not null";

  private final Infrastructure infrastructure = Infrastructure.get();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private String troubled;
  private String other;

  @BeforeEach
  void anEmptyOutboxAndARelay() {
    infrastructure.execute("update outbox set sent_at = now() where sent_at is null");
    troubled = "test-" + UUID.randomUUID();
    other = infrastructure.aTopic(PARTITIONS);
    Map<String, Object> impatient = infrastructure.producer();
    impatient.put("request.timeout.ms", 1_000);
    impatient.put("delivery.timeout.ms", 2_000);
    toClose.add(new Relay(infrastructure, impatient));
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable opened : toClose) {
      opened.close();
    }
  }

  @Test
  void aTopicThatIsNotThereHoldsItsOwnRowsAndTheyLeaveWhenItIsMade() throws SQLException {
    commit(troubled, 700);
    commit(other, 300);
    awaitSent(other, 300);
    awaitHeld("the broker knows no such topic");
    commit(troubled, 10);

    infrastructure.kafka.createTopics(List.of(topic(Map.of())));

    awaitHealed(710);
  }

  @Test
  void aTopicThatWasDeletedAndMadeAgainGetsAllThatWasWrittenSince() throws Exception {
    infrastructure.kafka.createTopics(List.of(topic(Map.of())));
    commit(troubled, 50);
    awaitSent(troubled, 50);
    try (Admin admin = infrastructure.kafka.admin()) {
      admin.deleteTopics(List.of(troubled)).all().get();
    }
    commit(troubled, 100);
    commit(other, 100);
    awaitSent(other, 100);
    awaitHeld(troubled);

    infrastructure.kafka.createTopics(List.of(topic(Map.of())));

    awaitHealed(100);
  }

  /**
   * Without the second broker, one topic has too few replicas in sync, and the other has a
   * partition without a leader.
   */
  @Test
  void aPartitionWithoutLeaderOrReplicasInSyncHoldsItsOwnRows() throws Exception {
    LocalKafka second = infrastructure.kafka.startASecond();
    toClose.add(second);
    String leaderless = "test-" + UUID.randomUUID();
    infrastructure.kafka.createTopics(
        List.of(
            new NewTopic(troubled, Map.of(0, List.of(1, 2), 1, List.of(1, 2)))
                .configs(Map.of("min.insync.replicas", "2")),
            new NewTopic(leaderless, Map.of(0, List.of(1), 1, List.of(2)))));
    commit(troubled, 50);
    commit(leaderless, 50);
    awaitSent(troubled, 50);
    awaitSent(leaderless, 50);

    second.kill();
    commit(troubled, 700);
    commit(leaderless, 700);
    commit(other, 300);
    awaitSent(other, 300);
    awaitHeld(leaderless + "-1: no leader");
    awaitHeld("1 of 2 replicas are in sync");
    commit(other, 300);
    awaitSent(other, 600);

    second.start();
    awaitHealed(750);
    try (Admin admin = infrastructure.kafka.admin()) {
      admin.deleteTopics(List.of(troubled, leaderless)).all().get();
    }
  }

  @Test
  void aMessageOverTheTopicsLimitHoldsItsKeyAlone() throws Exception {
    infrastructure.kafka.createTopics(List.of(topic(Map.of("max.message.bytes", "20000"))));
    String large = "9".repeat(30_000);
    List<OutboxRow> rows = new ArrayList<>(List.of(row(troubled, "large", large)));
    rows.addAll(rows(troubled, "large", 20));
    rows.addAll(rows(troubled, "small", 20));
    insert(rows);
    awaitSent(troubled, 20);
    awaitHeld("RecordTooLarge");
    assertThat(valuesByKey(troubled))
        .as("none of its key went before it")
        .containsOnlyKeys("small");

    configure("max.message.bytes", "1000000");

    await().atMost(HEALING).until(() -> unsent() == 0);
    assertThat(valuesByKey(troubled).get("large")).hasSize(21).startsWith(large);
    assertThat(valuesByKey(troubled).get("large").subList(1, 21)).isEqualTo(numbers(20));
  }

  @Test
  void aTopicWhoseRightWasTakenAwayHoldsItsOwnRows() throws Exception {
    infrastructure.kafka.createTopics(List.of(topic(Map.of())));
    List<AclBinding> denied = List.of(acl(AclPermissionType.DENY), acl(AclPermissionType.ALLOW));
    try (Admin admin = infrastructure.kafka.admin()) {
      admin.createAcls(denied).all().get();
      commit(troubled, 700);
      commit(other, 300);
      awaitSent(other, 300);
      awaitHeld("TopicAuthorizationException");

      admin.deleteAcls(denied.stream().map(AclBinding::toFilter).toList()).all().get();
    }

    awaitHealed(700);
  }

  /**
   * The load is one and a half times what the quota allows in the broker's window of ten seconds.
   */
  @Test
  void aFullQuotaSlowsDownAndRefusesNothing() throws Exception {
    infrastructure.kafka.createTopics(List.of(topic(Map.of())));
    quota(10_000.0);
    try {
      commit(troubled, 750);
      commit(other, 50);
      awaitSent(troubled, 750);
      awaitSent(other, 50);
      assertThat(longestThrottleMillis()).isBetween(1.0, 60_000.0);
      assertThat(infrastructure.number(HELD)).isZero();
    } finally {
      quota(null);
    }
    awaitHealed(750);
  }

  /** The longest throttle time, in milliseconds, that the broker gave the relay's producer. */
  private static double longestThrottleMillis() throws JMException {
    return (double)
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(
                new ObjectName("kafka.producer:type=producer-metrics,client-id=test-outbox"),
                "produce-throttle-time-max");
  }

  /** The first message of a key is sent or waits, and no later message of the key overtakes it. */
  private void awaitHealed(int count) {
    await().atMost(HEALING).until(() -> unsent() == 0);
    Map<String, List<String>> sent = valuesByKey(troubled);
    assertThat(sent.values().stream().mapToLong(values -> values.stream().distinct().count()).sum())
        .isEqualTo(count);
    sent.forEach(
        (key, values) ->
            assertThat(values.stream().distinct()).as(key).isSortedAccordingTo(BY_NUMBER));
    await().atMost(HEALING).until(() -> infrastructure.number(HELD) == 0);
  }

  private void awaitHeld(String reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              try (Connection connection = infrastructure.connect()) {
                List<UnsentMessage> held = OutboxTable.listUnsent(connection, true, 0, 50);
                assertThat(held)
                    .anySatisfy(message -> assertThat(message.failure()).contains(reason))
                    .allSatisfy(
                        message -> {
                          assertThat(message.topic()).isNotEqualTo(other);
                          assertThat(message.heldAt()).isNotNull();
                        });
                assertThat(OutboxTable.state(connection).held()).isPositive();
              }
            });
  }

  /** Commits messages that are spread over many keys and numbered within each key. */
  private void commit(String topic, int count) throws SQLException {
    int keys = 10;
    long first = Instant.now().toEpochMilli();
    insert(
        IntStream.range(0, count)
            .mapToObj(n -> row(topic, "key-" + n % keys, Long.toString(first * 10_000 + n)))
            .toList());
  }

  private void insert(List<OutboxRow> rows) throws SQLException {
    try (Connection connection = infrastructure.connect()) {
      OutboxTable.insert(connection, rows);
    }
  }

  private static List<OutboxRow> rows(String topic, String key, int count) {
    return numbers(count).stream().map(number -> row(topic, key, number)).toList();
  }

  private static List<String> numbers(int count) {
    return LongStream.range(0, count).mapToObj(Long::toString).toList();
  }

  private static OutboxRow row(String topic, String key, String payload) {
    return new OutboxRow(
        Ids.next(), null, 0, null, topic, key, "Test.v1", Instant.now(), null, payload);
  }

  private NewTopic topic(Map<String, String> configs) {
    return new NewTopic(troubled, Optional.of(PARTITIONS), Optional.empty()).configs(configs);
  }

  private void configure(String name, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, troubled);
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    try (Admin admin = infrastructure.kafka.admin()) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }
  }

  private AclBinding acl(AclPermissionType permission) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, troubled, PatternType.LITERAL),
        new AccessControlEntry(
            "User:ANONYMOUS",
            "*",
            permission == AclPermissionType.DENY ? AclOperation.WRITE : AclOperation.ALL,
            permission));
  }

  /**
   * @param bytesPerSecond the quota for the relay's writes, or null for no quota
   */
  private void quota(Double bytesPerSecond) throws ExecutionException, InterruptedException {
    ClientQuotaEntity relay =
        new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "test-outbox"));
    ClientQuotaAlteration.Op op =
        new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond);
    try (Admin admin = infrastructure.kafka.admin()) {
      admin.alterClientQuotas(List.of(new ClientQuotaAlteration(relay, List.of(op)))).all().get();
    }
  }

  private long unsent() {
    return infrastructure.number("select count(*) from outbox where sent_at is null");
  }

  private void awaitSent(String topic, long count) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                infrastructure.number(
                        "select count(*) from outbox where sent_at is not null and topic = '%s'"
                            .formatted(topic))
                    == count);
  }

  private Map<String, List<String>> valuesByKey(String topic) {
    return infrastructure.records(topic).stream()
        .collect(groupingBy(ConsumerRecord::key, mapping(ConsumerRecord::value, toList())));
  }
}
