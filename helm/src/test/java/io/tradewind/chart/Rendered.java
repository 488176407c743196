package io.tradewind.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects that an installation creates. */
record Rendered(List<JsonNode> objects) {

  Stream<JsonNode> all(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
  }

  JsonNode the(String kind, String name) {
    return all(kind)
        .filter(object -> object.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
  }

  List<String> names(String kind) {
    return all(kind).map(object -> object.at("/metadata/name").asText()).sorted().toList();
  }

  /** Every pod that would run, by its name: a pod template with labels and spec. */
  Map<String, JsonNode> pods() {
    return Stream.concat(
            all("Deployment").map(deployment -> deployment.at("/spec/template")), all("Pod"))
        .collect(
            Collectors.toMap(
                pod -> pod.at("/metadata/labels/app.kubernetes.io~1name").asText(), pod -> pod));
  }

  static Stream<JsonNode> containers(JsonNode pod) {
    return Stream.of("initContainers", "containers", "ephemeralContainers")
        .flatMap(kind -> each(pod.at("/spec/" + kind)));
  }

  static Stream<JsonNode> each(JsonNode array) {
    return array.valueStream();
  }
}
