package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

  private final JsonNode schema = Chart.schema();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 3 | replicas",
        "{defaults: {replicas: three}} | replicas",
        "{defaults: {replica: 3}} | replica",
        "{services: {order-service: {database: {password: x}}}} | password",
        "{services: {order-service: {autoscaling: {minReplicas: 0}}}} | minReplicas",
        "{services: {Order_Service: {id: orders}}} | Order_Service",
        "{services: {gift-service: {replicas: 1}}} | gift-service.id",
        "{defaults: {database: {sslMode: sometimes}}} | sslMode",
        "{defaults: {secrets: {KEYSTORE_PASSWORD: {key: password, value: x}}}} | value",
        "{defaults: {env: {lower: x}}} | lower",
        "{defaults: {env: {LOG_FORMAT: 1}}} | LOG_FORMAT",
        "{image: {digest: latest}} | digest",
        "{services: {order-service: {image: {digest: latest}}}} | digest",
        "{exposure: {kind: nodePort}} | kind",
        "{exposure: {termination: passthrough}} | termination",
        "{exposure: {termination: reencrypt}} | existingSecret",
        "{kafka: {bootstrapServers: kafka}} | bootstrapServers",
        "{kafka: {topics: {replication: 0}}} | replication",
        "{defaults: {terminationGracePeriodSeconds: 40}} | terminationGracePeriodSeconds",
        "{defaults: {database: {host: db.example.org}}} | defaults.database.peers",
        "{kafka: {bootstrapServers: \"a.example.org:9093\"}} | kafka.peers",
        "{redis: {host: redis.example.org}} | redis.peers",
        "{paymentProvider: {url: \"https://pay.example.org\"}} | paymentProvider.peers",
        "{tokens: {jwksUrl: \"https://login.example.org/keys\"}} | tokens.peers",
      })
  void whatCannotBeMeantIsRefused(String values, String named) {
    assertThatThrownBy(() -> Chart.text(values)).hasMessageContaining(named);
  }

  /** Makes one typing error in every object with fixed names; each error is found. */
  @Test
  void theSchemaIsClosedAtEveryLevel() {
    List<String> objects = new ArrayList<>();
    collect(schema, "", objects);
    assertThat(objects).hasSizeGreaterThan(30);
    for (String path : objects) {
      assertThatThrownBy(() -> Chart.text(typoAt(path))).as(path).hasMessageContaining("typo");
    }
  }

  private static String typoAt(String path) {
    String[] names = path.split("/");
    String values = "{typo: x}";
    for (int at = names.length - 1; at > 0; at--) {
      values = "{%s: %s}".formatted(names[at], values);
    }
    return values;
  }

  /** The path of every object whose names the schema fixes; one service stands for all. */
  private void collect(JsonNode node, String path, List<String> objects) {
    JsonNode here = resolve(node);
    JsonNode named = here.path("properties");
    if (named.isObject()) {
      objects.add(path);
      named.properties().forEach(it -> collect(it.getValue(), path + "/" + it.getKey(), objects));
    }
    if (path.equals("/services")) {
      collect(here.path("additionalProperties"), path + "/order-service", objects);
    }
  }

  /** Every setting is in values.yaml with its default, because nobody would find it otherwise. */
  @Test
  void theValuesNameWhatTheSchemaAllows() {
    List<String> missing = new ArrayList<>();
    compare(schema, Chart.values(), "", missing);
    assertThat(missing).containsExactly("/global");
  }

  private void compare(JsonNode node, JsonNode values, String path, List<String> missing) {
    resolve(node)
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String at = path + "/" + property.getKey();
              if (values.has(property.getKey())) {
                compare(property.getValue(), values.get(property.getKey()), at, missing);
              } else if (!at.contains("/resources/")) {
                missing.add(at);
              }
            });
  }

  private JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : schema.at(reference.substring(1));
  }
}
