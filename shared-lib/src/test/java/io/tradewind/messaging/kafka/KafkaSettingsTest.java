package io.tradewind.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {

  @TempDir Path folder;

  @Test
  void theClientsFileIsReadAndASingleSettingWinsOverIt() throws IOException {
    Path file = folder.resolve("kafka.properties");
    Files.writeString(file, "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n");
    var channel =
        new Channel(
            Map.of("client.properties", file.toString(), "kafka.sasl.mechanism", "SCRAM-SHA-512"));

    for (Map<String, Object> settings : settingsOf(channel)) {
      assertThat(settings)
          .containsEntry("security.protocol", "SASL_SSL")
          .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    var channel = new Channel(Map.of("client.properties", folder.resolve("none").toString()));

    assertThatThrownBy(() -> settingsOf(channel))
        .hasMessageContaining("KAFKA_CLIENT_PROPERTIES names no readable file: ")
        .hasMessageContaining("none");
  }

  @Test
  void recordsFetchedAheadFitABatchUnlessTheClientIsConfiguredOtherwise() {
    assertThat(new KafkaSettings(new Channel(Map.of()), "orders").consumer())
        .containsEntry("fetch.max.bytes", KafkaSettings.BATCH_BYTES)
        .containsEntry("max.partition.fetch.bytes", 1024 * 1024);
    assertThat(KafkaSettings.consumer("localhost:9092", "orders", 500))
        .containsEntry("fetch.max.bytes", KafkaSettings.BATCH_BYTES);
    var told = new Channel(Map.of("kafka.fetch.max.bytes", "1000"));
    assertThat(new KafkaSettings(told, "orders").consumer())
        .containsEntry("fetch.max.bytes", "1000");
  }

  private static Iterable<Map<String, Object>> settingsOf(Config channel) {
    var settings = new KafkaSettings(channel, "orders");
    return List.of(settings.consumer(), settings.producer());
  }

  /** The attributes of one channel. */
  private static final class Channel implements Config {

    private final Map<String, String> attributes;

    Channel(Map<String, String> attributes) {
      this.attributes = new HashMap<>(attributes);
      this.attributes.put("bootstrap.servers", "localhost:9092");
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
      return Optional.ofNullable(attributes.get(name)).map(type::cast);
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
      return getOptionalValue(name, type).orElseThrow();
    }

    @Override
    public Iterable<String> getPropertyNames() {
      return attributes.keySet();
    }

    @Override
    public ConfigValue getConfigValue(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      throw new UnsupportedOperationException();
    }
  }
}
