package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeploymentTest {

  private static final List<String> SERVICES =
      List.of(
          "inventory-service",
          "notification-service",
          "order-service",
          "payment-service",
          "user-service");

  @Test
  void aServiceHasThreePodsAndABudget() {
    Rendered rendered = Chart.with("");
    assertThat(rendered.names("Deployment")).isEqualTo(SERVICES);
    assertThat(rendered.names("PodDisruptionBudget")).isEqualTo(SERVICES);
    assertThat(rendered.all("HorizontalPodAutoscaler")).isEmpty();
    assertThat(rendered.all("Deployment")).allMatch(it -> it.at("/spec/replicas").asInt() == 3);
  }

  @Test
  void anAutoscalerOwnsTheNumberOfPods() {
    Rendered rendered = Chart.ofMatrix("openshift-production.yaml");
    assertThat(rendered.the("Deployment", "order-service").at("/spec/replicas").isMissingNode())
        .isTrue();
    JsonNode scaler = rendered.the("HorizontalPodAutoscaler", "order-service").path("spec");
    assertThat(scaler.at("/scaleTargetRef/kind").asText()).isEqualTo("Deployment");
    assertThat(scaler.at("/scaleTargetRef/name").asText()).isEqualTo("order-service");
    assertThat(scaler.path("minReplicas")).hasToString("3");
    assertThat(scaler.path("maxReplicas")).hasToString("6");
    assertThat(scaler.path("metrics")).hasSize(1);
    assertThat(scaler.at("/metrics/0/resource/name").asText()).isEqualTo("cpu");
    assertThat(scaler.at("/metrics/0/resource/target/averageUtilization")).hasToString("70");
    assertThat(rendered.the("Deployment", "notification-service").at("/spec/replicas"))
        .hasToString("2");
    assertThat(rendered.names("HorizontalPodAutoscaler")).doesNotContain("notification-service");
  }

  /** A disruption budget for a single pod would only prevent the drain of its node. */
  @Test
  void aSinglePodHasNoBudget() {
    assertThat(Chart.ofMatrix("one-of-each.yaml").all("PodDisruptionBudget")).isEmpty();
    assertThat(
            Chart.with("{defaults: {autoscaling: {enabled: true, minReplicas: 1}}}")
                .all("PodDisruptionBudget"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.tradewind.chart.Chart#matrix")
  void aPodOutlivesItsLastRequest(String values) {
    int quiesce = 30;
    Chart.ofMatrix(values)
        .all("Deployment")
        .map(deployment -> deployment.at("/spec/template/spec"))
        .forEach(
            spec -> {
              int stop = spec.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
              assertThat(stop).isPositive();
              assertThat(spec.path("terminationGracePeriodSeconds").asInt())
                  .isGreaterThan(stop + quiesce);
            });
  }

  @Test
  void eachProbeAsksForWhatItIsAbout() {
    JsonNode container = pod("", "order-service").at("/spec/containers/0");
    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/started");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
  }

  @Test
  void theOwnersPasswordIsSeenByTheInitContainerAlone() {
    JsonNode pod = pod("", "order-service");
    assertThat(pod.at("/spec/containers/0/volumeMounts").toString()).doesNotContain("setup");
    assertThat(files(pod, "secrets"))
        .containsExactlyInAnyOrder("ORDERS_DB_PASSWORD", "KEYSTORE_PASSWORD");
    assertThat(files(pod, "setup-secrets")).containsExactly("ORDERS_DB_OWNER_PASSWORD");
    assertThat(pod.at("/spec/initContainers/0/volumeMounts").toString())
        .doesNotContain("\"secrets\"");
  }

  @Test
  void noSecretIsInAnEnvironmentOrAConfigMap() {
    Rendered rendered = Chart.ofMatrix("openshift-production.yaml");
    assertThat(rendered.all("Secret")).isEmpty();
    rendered
        .pods()
        .values()
        .forEach(pod -> assertThat(pod.toString()).doesNotContain("secretKeyRef", "secretRef"));
    assertThat(
            rendered
                .all("ConfigMap")
                .flatMap(map -> map.path("data").propertyStream())
                .map(setting -> setting.getKey())
                .filter(name -> name.matches(".*(PASSWORD|SECRET|TOKEN).*")))
        .isEmpty();
  }

  @Test
  void aChangedSettingBeginsThePodsAnew() {
    assertThat(checksums("{defaults: {env: {LOG_TRACE: '*=fine'}}}")).isNotEqualTo(checksums(""));
    assertThat(checksums("{kafka: {tls: true}}")).isNotEqualTo(checksums(""));
    assertThat(checksums("{monitoring: {serviceMonitor: true}}")).isEqualTo(checksums(""));
  }

  private static String checksums(String values) {
    return pod(values, "order-service").at("/metadata/annotations").toString();
  }

  @Test
  void imagesArePinnedByTagOrDigest() {
    Rendered rendered = Chart.ofMatrix("second-release.yaml");
    assertThat(
            rendered
                .the("Deployment", "blue-user-service")
                .at("/spec/template/spec/containers/0/image")
                .asText())
        .isEqualTo("registry.example.com/tradewind/users:next");
    assertThat(
            rendered
                .the("Deployment", "blue-order-service")
                .at("/spec/template/spec/containers/0/image")
                .asText())
        .startsWith("registry.example.com/tradewind/orders@sha256:0123");
  }

  @Test
  void everyPodPullsWithTheSecretsThatAreNamed() {
    assertThat(Chart.ofMatrix("openshift-production.yaml").pods().values())
        .hasSizeGreaterThan(5)
        .allSatisfy(
            pod ->
                assertThat(pod.at("/spec/imagePullSecrets")).hasToString("[{\"name\":\"quay\"}]"));
    assertThat(Chart.with("").pods().values())
        .noneMatch(pod -> pod.path("spec").has("imagePullSecrets"));
  }

  /** The chart sets only variables that a server knows; any other would change nothing. */
  @Test
  void everyVariableIsInTheReference() {
    Set<String> known = new TreeSet<>();
    Pattern.compile("`([A-Z][A-Z0-9_]+)`")
        .matcher(Chart.string(Path.of("../docs/configuration.md")))
        .results()
        .forEach(variable -> known.add(variable.group(1)));
    assertThat(
            Chart.matrix()
                .flatMap(values -> Chart.ofMatrix(values).all("ConfigMap"))
                .flatMap(map -> map.path("data").propertyStream())
                .map(setting -> setting.getKey())
                .filter(name -> name.matches("[A-Z0-9_]+"))
                // the variables of OpenTelemetry, Liberty and the JVM
                .filter(name -> !name.matches("(OTEL|WLP)_.*|JAVA_TOOL_OPTIONS"))
                .distinct())
        .isNotEmpty()
        .isSubsetOf(known);
  }

  private static JsonNode pod(String values, String service) {
    return Chart.with(values).pods().get(service);
  }

  private static List<String> files(JsonNode pod, String volume) {
    return Rendered.each(pod.at("/spec/volumes"))
        .filter(it -> it.path("name").asText().equals(volume))
        .flatMap(it -> Rendered.each(it.at("/projected/sources")))
        .flatMap(source -> Rendered.each(source.at("/secret/items")))
        .map(item -> item.path("path").asText())
        .toList();
  }
}
