package io.tradewind.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policy for pods: what both OpenShift's {@code restricted-v2} and the {@code restricted} level
 * of Pod Security admit. The cluster chooses user and group, so none is named. This platform also
 * requires a read-only root file system, requests and limits, no token, a pinned image, and no
 * volume that nobody mounts.
 */
final class PodPolicy {

  private static final Set<String> CLUSTERS_CHOICE =
      Set.of(
          "runAsUser",
          "runAsGroup",
          "fsGroup",
          "fsGroupChangePolicy",
          "supplementalGroups",
          "seLinuxOptions",
          "sysctls",
          "procMount",
          "windowsOptions");
  private static final List<String> OF_THE_NODE = List.of("hostNetwork", "hostPID", "hostIPC");
  private static final Set<String> VOLUMES = Set.of("configMap", "emptyDir", "projected", "secret");

  private final List<String> violations = new ArrayList<>();

  private PodPolicy() {}

  /** Every way in which the pod, given as a template, breaks the policy. */
  static List<String> violations(JsonNode pod) {
    var policy = new PodPolicy();
    policy.ofPod(pod.path("spec"));
    Rendered.containers(pod).forEach(policy::ofContainer);
    policy.ofVolumes(pod);
    return policy.violations;
  }

  private void ofPod(JsonNode spec) {
    OF_THE_NODE.forEach(field -> must(!spec.path(field).asBoolean(), field + " is set"));
    clusterChooses("pod", spec.path("securityContext"));
    must(spec.at("/securityContext/runAsNonRoot").asBoolean(), "the pod may run as root");
    must(
        spec.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
        "the pod has no seccomp profile");
    must(
        spec.path("automountServiceAccountToken").isBoolean()
            && !spec.path("automountServiceAccountToken").asBoolean(),
        "the pod gets a token");
  }

  private void ofContainer(JsonNode container) {
    String name = container.path("name").asText();
    JsonNode context = container.path("securityContext");
    clusterChooses(name, context);
    must(!context.path("privileged").asBoolean(), name + " is privileged");
    must(
        context.path("allowPrivilegeEscalation").isBoolean()
            && !context.path("allowPrivilegeEscalation").asBoolean(),
        name + " may gain privileges");
    must(
        !context.at("/runAsNonRoot").isBoolean() || context.path("runAsNonRoot").asBoolean(),
        name + " may run as root");
    must(context.path("readOnlyRootFilesystem").asBoolean(), name + " may write to its root");
    must(
        context.at("/capabilities/drop").toString().equals("[\"ALL\"]"),
        name + " keeps capabilities");
    must(context.at("/capabilities/add").isMissingNode(), name + " adds capabilities");
    Rendered.each(container.path("ports"))
        .forEach(port -> must(port.path("hostPort").isMissingNode(), name + " takes a host port"));
    for (String amount :
        List.of("requests/cpu", "requests/memory", "limits/cpu", "limits/memory")) {
      must(!container.at("/resources/" + amount).isMissingNode(), name + " has no " + amount);
    }
    String image = container.path("image").asText();
    must(image.matches("\\S+/\\S+(:[^:/]+|@sha256:[0-9a-f]{64})"), name + " has image " + image);
    must(!image.endsWith(":latest"), name + " has the image of the day");
  }

  private void ofVolumes(JsonNode pod) {
    Set<String> mounted =
        Rendered.containers(pod)
            .flatMap(container -> Rendered.each(container.path("volumeMounts")))
            .map(mount -> mount.path("name").asText())
            .collect(Collectors.toSet());
    Set<String> there =
        Rendered.each(pod.at("/spec/volumes"))
            .map(volume -> volume.path("name").asText())
            .collect(Collectors.toSet());
    must(mounted.equals(there), "mounted are " + mounted + ", there are " + there);
    Rendered.each(pod.at("/spec/volumes")).forEach(this::ofVolume);
  }

  private void ofVolume(JsonNode volume) {
    volume
        .fieldNames()
        .forEachRemaining(
            kind -> must(kind.equals("name") || VOLUMES.contains(kind), "a volume is a " + kind));
    Rendered.each(volume.at("/projected/sources"))
        .forEach(
            source ->
                must(source.path("serviceAccountToken").isMissingNode(), "a token is mounted"));
  }

  private void clusterChooses(String who, JsonNode context) {
    context
        .fieldNames()
        .forEachRemaining(
            field -> must(!CLUSTERS_CHOICE.contains(field), who + " names its " + field));
  }

  private void must(boolean holds, String otherwise) {
    if (!holds) {
      violations.add(otherwise);
    }
  }
}
