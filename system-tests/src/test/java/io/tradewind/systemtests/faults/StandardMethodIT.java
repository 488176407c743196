package io.tradewind.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.Topic;
import io.tradewind.stack.LocalKafka;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.OneByOneServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programming model is the standard's: a plain method reads our topics by another connector.
 */
class StandardMethodIT {

  private static final String TOPIC = Topic.ORDER_EVENTS.topicName();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aPerMessageMethodRunsOnLibertysOwnConnectorByConfigurationAlone(@TempDir Path folder)
      throws Exception {
    List<String> payloads = List.of("{\"orderId\":\"1\"}", "{\"orderId\":\"2\"}");
    try (LocalKafka kafka = LocalKafka.start(folder.resolve("broker"))) {
      kafka.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)));
      send(kafka, payloads);
      try (OneByOneServer server = new OneByOneServer(folder, kafka.bootstrapServers())) {
        List<String> heard =
            Eventually.ask(PATIENCE, () -> heard(server), lines -> lines.size() == 2);

        assertThat(heard).as("see %s", server.log()).isEqualTo(payloads);
      }
    }
  }

  private static void send(LocalKafka kafka, List<String> payloads) {
    Map<String, Object> configuration = Map.of("bootstrap.servers", kafka.bootstrapServers());
    StringSerializer text = new StringSerializer();
    try (Producer<String, String> producer = new KafkaProducer<>(configuration, text, text)) {
      payloads.forEach(payload -> producer.send(new ProducerRecord<>(TOPIC, "key", payload)));
    }
  }

  private List<String> heard(OneByOneServer server) {
    try {
      HttpRequest request = HttpRequest.newBuilder(server.heard()).build();
      var answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body().lines().toList() : List.of();
    } catch (IOException notYet) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
