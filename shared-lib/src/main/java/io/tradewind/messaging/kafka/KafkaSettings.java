package io.tradewind.messaging.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;

/** Maps a channel's configuration to settings of Kafka's clients. */
public final class KafkaSettings {

  /**
   * For the 600 MB of heap that the chart gives. A channel may hold this much from each of three
   * brokers, one batch of it, and the batch again as objects of about three times its size: 28 MiB,
   * or 200 MiB for the seven channels of a server that has them all. 500 of our messages are 0.3
   * MB.
   */
  static final int BATCH_BYTES = 4 * 1024 * 1024;

  private static final String TO_THE_CLIENT = "kafka.";

  private final Config config;
  private final String service;

  KafkaSettings(Config config, String service) {
    this.config = config;
    this.service = service;
  }

  int largestBatch() {
    return config.getOptionalValue("batch.max", Integer.class).orElse(500);
  }

  int largestBatchBytes() {
    return config.getOptionalValue("batch.max.bytes", Integer.class).orElse(BATCH_BYTES);
  }

  Map<String, Object> consumer() {
    Map<String, Object> settings = consumer(bootstrapServers(), service, largestBatch());
    bound(settings, largestBatchBytes());
    return withOwn(settings);
  }

  Map<String, Object> producer() {
    return withOwn(producer(bootstrapServers(), service));
  }

  /** A group member that loses nothing and whose death is noticed within 10 s. */
  public static Map<String, Object> consumer(String bootstrapServers, String group, int batch) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
    bound(settings, BATCH_BYTES);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return settings;
  }

  /** Bounds a fetch to the size of a batch; a larger record is fetched alone. */
  private static void bound(Map<String, Object> settings, int bytes) {
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, bytes);
    settings.put(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        Math.min(bytes, ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES));
  }

  /**
   * Keeps the order per key, because only one request is in flight at a time (with all records
   * gathered meanwhile). It may duplicate a record whose acknowledgement was lost; consumers drop
   * the duplicate. An idempotent producer would not, but may lose records: a broker that lost its
   * disk reuses producer ids from the first one, so it may take a record of a new producer for a
   * duplicate from an older one with the same id.
   */
  public static Map<String, Object> producer(String bootstrapServers, String client) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, client + "-outbox");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
    return settings;
  }

  /**
   * The user's settings override ours: first the client's properties file, meant for secrets, then
   * single settings.
   */
  private Map<String, Object> withOwn(Map<String, Object> settings) {
    config
        .getOptionalValue("client.properties", String.class)
        .ifPresent(
            file ->
                propertiesIn(file).forEach((name, value) -> settings.put((String) name, value)));
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(TO_THE_CLIENT)) {
        config
            .getOptionalValue(name, String.class)
            .ifPresent(value -> settings.put(name.substring(TO_THE_CLIENT.length()), value));
      }
    }
    return settings;
  }

  private static Properties propertiesIn(String file) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
      return properties;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "KAFKA_CLIENT_PROPERTIES names no readable file: " + file, unreadable);
    }
  }

  private String bootstrapServers() {
    return config.getValue("bootstrap.servers", String.class);
  }
}
