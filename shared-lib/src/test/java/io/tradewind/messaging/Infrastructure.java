package io.tradewind.messaging;

import io.tradewind.messaging.kafka.KafkaSettings;
import io.tradewind.stack.LocalKafka;
import io.tradewind.stack.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.flywaydb.core.Flyway;

/** One real PostgreSQL and one real Kafka for all integration tests of this JVM. */
public final class Infrastructure {

  private static final String SERVICE = "messaging";
  private static Infrastructure running;

  final LocalPostgres postgres;
  final LocalKafka kafka;
  final Path kafkaData;

  private Infrastructure(Path folder) {
    postgres = LocalPostgres.start(folder);
    kafka = LocalKafka.start(folder);
    kafkaData = folder.resolve("kafka").resolve("logs");
    makeDatabase(SERVICE);
    makeTheTableOfEffects();
  }

  /**
   * Creates a migrated database with an owner, {@code <name>_owner}, and the role of the service.
   */
  void makeDatabase(String name) {
    makeDatabase(name, "latest");
  }

  /**
   * @param version the version of the schema, such as 000.3
   */
  void makeDatabase(String name, String version) {
    postgres.createDatabase(name);
    Flyway.configure()
        .dataSource(postgres.jdbcUrl(name), name + "_owner", postgres.password(name + "_owner"))
        .locations("classpath:db/shared")
        .placeholders(Map.of("runtime_role", name))
        .target(version)
        .outOfOrder(true)
        .load()
        .migrate();
  }

  public static synchronized Infrastructure get() {
    if (running == null) {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "it-").toAbsolutePath();
        running = new Infrastructure(folder);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running)));
    }
    return running;
  }

  private static void close(Infrastructure infrastructure) {
    infrastructure.kafka.close();
    infrastructure.postgres.close();
  }

  /**
   * Creates the table in which a handler writes a row per handled message, in the order of the
   * commits.
   */
  private void makeTheTableOfEffects() {
    try (Connection owner = postgres.connect(SERVICE, SERVICE + "_owner");
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          create table effect (
            position   bigint generated always as identity,
            message_id uuid   not null unique,
            key        text   not null,
            number     bigint not null)""");
      statement.execute("grant select, insert, delete on effect to " + SERVICE);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  Connection connect() throws SQLException {
    return postgres.connect(SERVICE, SERVICE);
  }

  public String jdbcUrl() {
    return postgres.jdbcUrl(SERVICE);
  }

  public String password() {
    return postgres.password(SERVICE);
  }

  /** Creates a topic that no other test uses. */
  String aTopic(int partitions) {
    String name = "test-" + UUID.randomUUID();
    kafka.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())));
    return name;
  }

  Map<String, Object> consumer(String group, int batch) {
    return KafkaSettings.consumer(kafka.bootstrapServers(), group, batch);
  }

  Map<String, Object> producer() {
    return KafkaSettings.producer(kafka.bootstrapServers(), "test");
  }

  /** Settings of a test's own producer: it waits for a topic that the client does not know yet. */
  Map<String, Object> writer() {
    Map<String, Object> settings = producer();
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000L);
    return settings;
  }

  /** All records of a topic, from the first to the end. */
  List<ConsumerRecord<String, String>> records(String topic) {
    Map<String, Object> settings = consumer("reader", 500);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, String>> read = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(read::add);
      }
      return read;
    }
  }

  void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The single number that a query returns. */
  long number(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The numbers in the effects of a key, in the order of their commits. */
  List<Long> numbersOf(String key) {
    try (Connection connection = connect();
        var select =
            connection.prepareStatement(
                "select number from effect where key = ? order by position")) {
      select.setString(1, key);
      List<Long> numbers = new ArrayList<>();
      try (var found = select.executeQuery()) {
        while (found.next()) {
          numbers.add(found.getLong(1));
        }
      }
      return numbers;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
