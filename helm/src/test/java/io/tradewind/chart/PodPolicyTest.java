package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PodPolicyTest {

  @ParameterizedTest
  @MethodSource("io.tradewind.chart.Chart#matrix")
  void everyPodIsAdmittedWhereLeastIsAllowed(String values) {
    var pods = Chart.ofMatrix(values).pods();
    assertThat(pods).isNotEmpty();
    pods.forEach((name, pod) -> assertThat(PodPolicy.violations(pod)).as(name).isEmpty());
  }

  /** A rule that never finds anything proves nothing, so each rule gets one pod that breaks it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/spec | hostNetwork | true | hostNetwork is set",
        "/spec | automountServiceAccountToken | true | gets a token",
        "/spec/securityContext | fsGroup | 1000 | pod names its fsGroup",
        "/spec/securityContext | runAsNonRoot | false | pod may run as root",
        "/spec/securityContext/seccompProfile | type | Unconfined | no seccomp profile",
        "/spec/containers/0/securityContext | runAsUser | 1001 | names its runAsUser",
        "/spec/containers/0/securityContext | privileged | true | is privileged",
        "/spec/initContainers/0/securityContext | allowPrivilegeEscalation | true | gain privileges",
        "/spec/containers/0/securityContext | readOnlyRootFilesystem | false | write to its root",
        "/spec/containers/0/securityContext/capabilities | drop | NET_RAW | keeps capabilities",
        "/spec/containers/0/securityContext/capabilities | add | SYS_TIME | adds capabilities",
        "/spec/containers/0/resources | limits | none | no limits/memory",
        "/spec/containers/0/ports/0 | hostPort | 9080 | takes a host port",
        "/spec/containers/0 | image | example.org/orders:latest | image of the day",
        "/spec/containers/0 | image | example.org/orders | has image",
        "/spec/volumes/0 | hostPath | /etc | a volume is a hostPath",
        "/spec/containers/0/volumeMounts/0 | name | elsewhere | mounted are",
      })
  void aPodThatAsksForMoreIsFound(String place, String field, String value, String found) {
    JsonNode pod = Chart.with("").pods().get("order-service");
    ObjectNode there = (ObjectNode) pod.at(place);
    switch (value) {
      case "true", "false" -> there.put(field, Boolean.parseBoolean(value));
      default -> there.put(field, value);
    }
    assertThat(PodPolicy.violations(pod)).anyMatch(violation -> violation.contains(found));
  }

  @Test
  void libertyWritesToItsOutputAndNowhereElse() {
    JsonNode container =
        Chart.with("").pods().get("order-service").at("/spec/containers/0/volumeMounts");
    assertThat(Rendered.each(container).filter(mount -> !mount.path("readOnly").asBoolean()))
        .extracting(mount -> mount.path("mountPath").asText())
        .containsExactlyInAnyOrder("/opt/ol/wlp/output", "/tmp");
  }

  @Test
  void nobodyGetsRightsAtTheCluster() {
    Chart.matrix()
        .map(Chart::ofMatrix)
        .forEach(
            rendered -> {
              assertThat(rendered.all("Role")).isEmpty();
              assertThat(rendered.all("ClusterRole")).isEmpty();
              assertThat(rendered.all("ServiceAccount"))
                  .isNotEmpty()
                  .allMatch(
                      account -> !account.path("automountServiceAccountToken").asBoolean(true));
            });
  }
}
