package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelsTest {

  @ParameterizedTest
  @MethodSource("io.tradewind.chart.Chart#matrix")
  void everyObjectIsExactlyWhatItsKindAllows(String values) {
    Rendered rendered = Chart.ofMatrix(values);
    assertThat(rendered.objects()).isNotEmpty();
    for (JsonNode object : rendered.objects()) {
      assertThat(Models.read(object)).isNotNull();
    }
  }

  /** The matrix proves little if a switch in it has no effect. */
  @Test
  void theMatrixMakesEveryKindThatTheChartKnows() {
    assertThat(
            Chart.matrix()
                .flatMap(values -> Chart.ofMatrix(values).objects().stream())
                .map(object -> object.path("kind").asText())
                .distinct())
        .contains("Route", "Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget")
        .contains(
            "ServiceMonitor", "PrometheusRule", "KafkaTopic", "KafkaUser", "NetworkPolicy", "Pod");
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, order-service, /spec/template/spec, runAsRoot",
    "Deployment, order-service, /spec/template/spec/containers/0, readynessProbe",
    "Route, order-service, /spec/tls, insecurePolicy",
    "NetworkPolicy, order-service, /spec/egress/0, target",
    "PodDisruptionBudget, order-service, /spec, maxUnavailible",
    "Service, order-service, /spec/ports/0, appProtocoll",
  })
  void anUnknownFieldIsRefused(String kind, String name, String place, String field) {
    JsonNode object = Chart.with("").the(kind, name);
    ((ObjectNode) object.at(place)).put(field, "x");
    assertThatThrownBy(() -> Models.read(object)).hasMessageContaining(field);
  }

  @Test
  void aNumberIsNoString() {
    JsonNode map = Chart.with("").the("ConfigMap", "order-service");
    ((ObjectNode) map.path("data")).put("ORDERS_DB_PORT", 5432);
    assertThatThrownBy(() -> Models.read(map)).hasMessageContaining("ORDERS_DB_PORT");
  }

  @Test
  void aStringIsNoNumber() {
    JsonNode deployment = Chart.with("").the("Deployment", "order-service");
    ((ObjectNode) deployment.path("spec")).put("replicas", "3");
    assertThatThrownBy(() -> Models.read(deployment)).hasMessageContaining("replicas");
  }

  @Test
  void aKindThatNobodyExpectsIsRefused() {
    JsonNode account = Chart.with("").the("ServiceAccount", "order-service");
    ((ObjectNode) account).put("kind", "ClusterRole");
    assertThatThrownBy(() -> Models.read(account)).hasMessageContaining("ClusterRole");
  }
}
