package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  private final Rendered defaults = Chart.with("");

  @Test
  void everyPodIsDeniedEverythingFirst() {
    JsonNode deny = defaults.the("NetworkPolicy", "tradewind-deny").path("spec");
    assertThat(deny.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(deny.has("ingress") || deny.has("egress")).isFalse();
    assertThat(defaults.pods().values())
        .allMatch(pod -> selects(deny.path("podSelector"), pod.at("/metadata/labels")));
  }

  @Test
  void nothingIsOpenToTheWholeWorld() {
    Chart.matrix()
        .flatMap(values -> Chart.ofMatrix(values).all("NetworkPolicy"))
        .flatMap(NetworkTest::rules)
        .forEach(
            rule -> {
              assertThat(rule.path("ports")).as("%s", rule).isNotEmpty();
              JsonNode peers = rule.has("to") ? rule.path("to") : rule.path("from");
              assertThat(peers).as("%s", rule).isNotEmpty();
              Rendered.each(peers)
                  .forEach(
                      peer -> {
                        assertThat(peer.at("/ipBlock/cidr").asText()).isNotEqualTo("0.0.0.0/0");
                        assertThat(peer.path("namespaceSelector").toString()).isNotEqualTo("{}");
                      });
            });
  }

  @Test
  void inventoryAloneReachesRedisPaymentsAloneTheProviderAndUsersAloneMail() {
    assertThat(portsOf("inventory-service")).containsExactlyInAnyOrder("5432", "9092", "6379");
    assertThat(portsOf("payment-service")).containsExactlyInAnyOrder("5432", "9092", "9089");
    assertThat(portsOf("user-service")).containsExactlyInAnyOrder("5432", "9092", "587");
    assertThat(portsOf("order-service")).containsExactlyInAnyOrder("5432", "9092");
  }

  private List<String> portsOf(String service) {
    return Rendered.each(defaults.the("NetworkPolicy", service).at("/spec/egress"))
        .flatMap(rule -> Rendered.each(rule.path("ports")))
        .map(port -> port.path("port").asText())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-service", "payment-service", "notification-service"})
  void servicesDoNotCallEachOtherButForTokenKeys(String service) {
    Map<String, JsonNode> pods = defaults.pods();
    JsonNode caller = pods.get(service).at("/metadata/labels");
    assertThat(mayCall(caller, "user-service")).isTrue();
    assertThat(mayCall(caller, "inventory-service")).isFalse();
    assertThat(mayCall(pods.get("test").at("/metadata/labels"), "order-service")).isTrue();
  }

  private boolean mayCall(JsonNode caller, String service) {
    return Rendered.each(defaults.the("NetworkPolicy", service).at("/spec/ingress"))
        .flatMap(rule -> Rendered.each(rule.path("from")))
        .filter(peer -> !peer.has("namespaceSelector"))
        .anyMatch(peer -> selects(peer.path("podSelector"), caller));
  }

  @Test
  void metricsAreReadFromOutsideOnlyWhenSomebodyScrapes() {
    String monitoring = "{\"network.openshift.io/policy-group\":\"monitoring\"}";
    assertThat(defaults.the("NetworkPolicy", "order-service").toString())
        .doesNotContain(monitoring);
    assertThat(
            Chart.with("{monitoring: {serviceMonitor: true}}")
                .the("NetworkPolicy", "order-service")
                .toString())
        .contains(monitoring);
  }

  @Test
  void onlyTheApisHaveARouteAndItStaysOpenForSockets() {
    assertThat(defaults.all("Route"))
        .hasSize(5)
        .allMatch(route -> route.at("/spec/path").asText().matches("/api/[a-z]+"))
        .allMatch(route -> route.at("/spec/host").asText().equals("tradewind.example.com"))
        .allMatch(
            route ->
                route.at("/spec/tls/insecureEdgeTerminationPolicy").asText().equals("Redirect"));
    JsonNode annotations =
        defaults.the("Route", "notification-service").at("/metadata/annotations");
    assertThat(annotations.path("haproxy.router.openshift.io/timeout-tunnel").asText())
        .isEqualTo("1h");
    assertThat(annotations.path("haproxy.router.openshift.io/timeout").asText()).isEqualTo("60s");
  }

  @Test
  void aReencryptingRouteEndsAtThePodsTls() {
    Rendered rendered = Chart.ofMatrix("reencrypt.yaml");
    JsonNode route = rendered.the("Route", "order-service").path("spec");
    assertThat(route.at("/port/targetPort").asText()).isEqualTo("https");
    assertThat(route.at("/tls/destinationCACertificate").asText()).contains("MIIB");
    JsonNode settings = rendered.the("ConfigMap", "order-service").path("data");
    assertThat(settings.path("HTTPS_PORT").asText()).isEqualTo("9443");
    assertThat(rendered.the("ConfigMap", "tradewind-server").at("/data/tls.xml").asText())
        .contains("location=\"/opt/tradewind/certificates/keystore.p12\"");
  }

  private static Stream<JsonNode> rules(JsonNode policy) {
    return Stream.concat(
        Rendered.each(policy.at("/spec/ingress")), Rendered.each(policy.at("/spec/egress")));
  }

  private static boolean selects(JsonNode selector, JsonNode labels) {
    return selector
        .path("matchLabels")
        .propertyStream()
        .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()));
  }
}
