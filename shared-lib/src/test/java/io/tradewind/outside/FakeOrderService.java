package io.tradewind.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Sends commands and receives answers, as the order service would. */
public final class FakeOrderService implements AutoCloseable {

  /** One answer: its message id, its type without version, and its data. */
  public record Answer(UUID id, String type, JsonNode data) {

    public UUID commandId() {
      return UUID.fromString(data.get("commandId").asText());
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestPublisher postbox;
  private final KafkaConsumer<String, String> consumer;
  private final List<Answer> heard = new ArrayList<>();

  public FakeOrderService(String bootstrapServers, Topic answers) {
    postbox = new TestPublisher(bootstrapServers);
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    String topic = answers.topicName();
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  public UUID send(Message command) {
    return postbox.send(command);
  }

  public void send(UUID id, Message command) {
    postbox.send(id, command);
  }

  /** Sends any payload in place of the command. */
  public void sendInsteadOf(Message command, String payload) {
    postbox.sendInsteadOf(command, command.type(), payload);
  }

  public void flush() {
    postbox.flush();
  }

  /** All answers received since the beginning. */
  public List<Answer> heard() {
    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
      String type = header(record, "ce_type");
      heard.add(
          new Answer(
              UUID.fromString(header(record, "ce_id")),
              type.substring(0, type.indexOf('.')),
              tree(record.value())));
    }
    return heard;
  }

  public List<String> answersTo(UUID commandId) {
    return heard().stream()
        .filter(answer -> answer.commandId().equals(commandId))
        .map(Answer::type)
        .toList();
  }

  /** The ids of the answers to a command; an answer that came twice is listed twice. */
  public List<UUID> idsOfAnswersTo(UUID commandId) {
    return heard().stream()
        .filter(answer -> answer.commandId().equals(commandId))
        .map(Answer::id)
        .toList();
  }

  public void expects(String type, UUID command) {
    await().atMost(PATIENCE).until(() -> !answersTo(command).isEmpty());
    assertThat(answersTo(command)).containsOnly(type);
  }

  public void awaitAnswers(Collection<UUID> commands, int times) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              Map<UUID, Long> answers =
                  heard().stream()
                      .collect(Collectors.groupingBy(Answer::commandId, Collectors.counting()));
              return commands.stream().allMatch(id -> answers.getOrDefault(id, 0L) >= times);
            });
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    postbox.close();
    consumer.close();
  }
}
