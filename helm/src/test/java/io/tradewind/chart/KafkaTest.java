package io.tradewind.chart;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.contracts.Topic;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTest {

  private static final Map<String, String> MODULES =
      Map.of(
          "users", "user-war",
          "orders", "order-war",
          "payments", "payment-war",
          "inventory", "inventory-war",
          "notifications", "notification-war");

  @Test
  void strimziMakesTheTopicsOfTheContracts() throws IOException {
    Properties declared = new Properties();
    try (var file = Topic.class.getClassLoader().getResourceAsStream("topics.properties")) {
      declared.load(file);
    }
    List<JsonNode> topics = Chart.ofMatrix("strimzi.yaml").all("KafkaTopic").toList();
    assertThat(topics)
        .extracting(topic -> topic.at("/metadata/name").asText())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    for (JsonNode topic : topics) {
      String[] terms = declared.getProperty(topic.at("/metadata/name").asText()).split(",");
      JsonNode spec = topic.path("spec");
      assertThat(spec.path("partitions").asText()).isEqualTo(terms[0].strip());
      assertThat(spec.path("replicas").asInt()).isEqualTo(3);
      assertThat(spec.at("/config/min.insync.replicas").asInt()).isEqualTo(2);
      assertThat(spec.at("/config/cleanup.policy").asText())
          .isEqualTo(terms.length > 1 ? terms[1].strip() : "delete");
    }
  }

  @Test
  void topicsAreCreatedByStrimziOnlyWhereItIsUsed() {
    assertThat(setup("strimzi.yaml", "TOPICS")).isEqualTo("require");
    assertThat(setup("defaults", "TOPICS")).isEqualTo("create");
    assertThat(setup("bare.yaml", "TOPICS")).isEqualTo("require");
    assertThat(setup("defaults", "TOPIC_REPLICATION")).isEqualTo("3");
    assertThat(setup("defaults", "TOPIC_MIN_INSYNC_REPLICAS")).isEqualTo("2");
  }

  private static String setup(String values, String variable) {
    JsonNode pod = Chart.ofMatrix(values).pods().get("order-service");
    return Rendered.each(pod.at("/spec/initContainers/0/env"))
        .filter(it -> it.path("name").asText().equals(variable))
        .map(it -> it.path("value").asText())
        .findFirst()
        .orElseThrow();
  }

  /** The channels of the WAR and the read rights of its user name the same topics. */
  @Test
  void aServiceReadsWhatItsChannelsRead() {
    Map<String, Set<String>> channels =
        MODULES.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, it -> channels(it.getValue())));
    assertThat(rights("Read")).isEqualTo(channels);
  }

  private static Set<String> channels(String module) {
    String prefix = "mp.messaging.incoming.";
    String file = module + "/src/main/resources/META-INF/microprofile-config.properties";
    return Chart.string(Path.of("..").resolve(file))
        .lines()
        .filter(line -> line.startsWith(prefix) && line.contains(".connector="))
        .map(line -> line.substring(prefix.length(), line.indexOf(".connector=")))
        .collect(toSet());
  }

  /** Only the saga sends commands, and only the owner of its contract publishes an event. */
  @Test
  void everyTopicIsWrittenByItsOwnerAlone() {
    Map<String, Set<String>> owned = new HashMap<>();
    MODULES.keySet().forEach(id -> owned.put(id, new java.util.HashSet<>()));
    for (Topic topic : Topic.values()) {
      String contract = topic.carries().getPackageName();
      String owner = contract.substring(contract.lastIndexOf('.') + 1);
      owned.get(topic.topicName().endsWith("-commands") ? "orders" : owner).add(topic.topicName());
    }
    assertThat(rights("Write")).isEqualTo(owned);
  }

  private static Map<String, Set<String>> rights(String operation) {
    Map<String, Set<String>> rights = new HashMap<>();
    Rendered rendered = Chart.ofMatrix("strimzi.yaml");
    Chart.values()
        .path("services")
        .properties()
        .forEach(
            service ->
                rights.put(
                    service.getValue().path("id").asText(),
                    Rendered.each(
                            rendered
                                .the("KafkaUser", service.getKey())
                                .at("/spec/authorization/acls"))
                        .filter(acl -> acl.at("/resource/type").asText().equals("topic"))
                        .filter(acl -> acl.path("operations").toString().contains(operation))
                        .map(acl -> acl.at("/resource/name").asText())
                        .collect(toSet())));
    return rights;
  }

  /** Kafka's own client reads the rendered file, and the password from the mounted one. */
  @Test
  void theClientsFindTheirIdentityInTheMountedFiles(@TempDir Path folder) throws IOException {
    String login = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    Files.writeString(folder.resolve("sasl.jaas.config"), login);
    ConsumerConfig client = client("openshift-production.yaml", folder);
    assertThat(client.getString("security.protocol")).isEqualTo("SASL_SSL");
    assertThat(client.getString("sasl.mechanism")).isEqualTo("SCRAM-SHA-512");
    assertThat(client.getPassword("sasl.jaas.config").value()).isEqualTo(login);
    assertThat(client.getString("client.rack")).isEqualTo("north");
    assertThat(client.getString("ssl.truststore.location"))
        .isEqualTo(folder.resolve("ca.crt").toString());
  }

  @Test
  void aClientCertificateIsAnIdentityToo(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("user.password"), "opensesame");
    ConsumerConfig client = client("strimzi-client-certificates.yaml", folder);
    assertThat(client.getString("security.protocol")).isEqualTo("SSL");
    assertThat(client.getString("ssl.keystore.type")).isEqualTo("PKCS12");
    assertThat(client.getPassword("ssl.keystore.password").value()).isEqualTo("opensesame");
  }

  private static ConsumerConfig client(String values, Path folder) throws IOException {
    String file =
        Chart.ofMatrix(values)
            .the("ConfigMap", "tradewind-kafka")
            .at("/data/kafka.properties")
            .asText()
            .replace("/opt/tradewind/kafka", folder.toString());
    var properties = new Properties();
    properties.load(new StringReader(file));
    properties.put("bootstrap.servers", "localhost:9092");
    String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
    properties.put("key.deserializer", bytes);
    properties.put("value.deserializer", bytes);
    return new ConsumerConfig(properties);
  }
}
