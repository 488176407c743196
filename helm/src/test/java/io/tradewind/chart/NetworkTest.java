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

  @Test
  void anIngressLeadsEachPathOfTheOneHostToItsServiceUnderTheHostsCertificate() {
    Rendered rendered = Chart.ofMatrix("kubernetes-ingress.yaml");
    assertThat(rendered.all("Route")).isEmpty();
    assertThat(rendered.all("Ingress"))
        .hasSize(5)
        .extracting(NetworkTest::onlyPath)
        .extracting(path -> path.path("path").asText() + " " + path.at("/backend/service"))
        .containsExactlyInAnyOrder(
            "/api/inventory {\"name\":\"inventory-service\",\"port\":{\"name\":\"http\"}}",
            "/api/notifications {\"name\":\"notification-service\",\"port\":{\"name\":\"http\"}}",
            "/api/orders {\"name\":\"order-service\",\"port\":{\"name\":\"http\"}}",
            "/api/payments {\"name\":\"payment-service\",\"port\":{\"name\":\"http\"}}",
            "/api/users {\"name\":\"user-service\",\"port\":{\"name\":\"http\"}}");
    assertThat(rendered.all("Ingress"))
        .allSatisfy(
            ingress -> {
              assertThat(ingress.at("/spec/rules/0/host").asText())
                  .isEqualTo("tradewind.example.com");
              assertThat(onlyPath(ingress).path("pathType").asText()).isEqualTo("Prefix");
              assertThat(ingress.at("/spec/ingressClassName").asText()).isEqualTo("nginx");
              assertThat(ingress.at("/spec/tls"))
                  .hasToString(
                      "[{\"hosts\":[\"tradewind.example.com\"],\"secretName\":\"shop-tls\"}]");
              assertThat(ingress.at("/metadata/annotations"))
                  .as("its time-outs are its controller's")
                  .hasToString("{\"nginx.ingress.kubernetes.io/proxy-read-timeout\":\"3600\"}");
            });
  }

  @Test
  void aReencryptingIngressEndsAtThePodsTls() {
    String values =
        Chart.valuesOf("reencrypt.yaml").replace("exposure:", "exposure:\n  kind: ingress");
    assertThat(Chart.with(values).all("Ingress"))
        .hasSize(5)
        .extracting(ingress -> onlyPath(ingress).at("/backend/service/port/name").asText())
        .containsOnly("https");
  }

  private static JsonNode onlyPath(JsonNode ingress) {
    assertThat(ingress.at("/spec/rules")).hasSize(1);
    assertThat(ingress.at("/spec/rules/0/http/paths")).hasSize(1);
    return ingress.at("/spec/rules/0/http/paths/0");
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
