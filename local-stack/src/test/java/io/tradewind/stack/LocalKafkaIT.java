package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaIT {

  @TempDir static Path folder;
  private static LocalKafka kafka;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start(folder);
    kafka.createTopics(DeclaredTopics.onOneBroker());
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void declaredTopicsHaveTheirPartitionsAndPolicy() throws Exception {
    assertThat(partitions()).containsEntry("things", 3).containsEntry("latest", 2);
    var latest = new ConfigResource(ConfigResource.Type.TOPIC, "latest");
    try (Admin admin = kafka.admin()) {
      var configuration = admin.describeConfigs(List.of(latest)).values().get(latest).get();
      assertThat(configuration.get("cleanup.policy").value()).isEqualTo("compact");
    }
  }

  @Test
  void topicsAndTheirPartitionsSurviveAKill() throws Exception {
    kafka.kill();
    kafka.start();
    kafka.createTopics(DeclaredTopics.onOneBroker());
    assertThat(partitions()).containsEntry("things", 3).containsEntry("latest", 2);
  }

  @Test
  void aTopicThatNobodyDeclaredIsNotMadeByAskingForIt() {
    try (Admin admin = kafka.admin()) {
      assertThatThrownBy(() -> admin.describeTopics(List.of("typo")).allTopicNames().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  private static Map<String, Integer> partitions() throws Exception {
    try (Admin admin = kafka.admin()) {
      Map<String, TopicDescription> topics =
          admin.describeTopics(List.of("things", "latest")).allTopicNames().get();
      return Map.of(
          "things", topics.get("things").partitions().size(),
          "latest", topics.get("latest").partitions().size());
    }
  }
}
