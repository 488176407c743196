package io.tradewind.chart;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.Map;

/**
 * The published classes of every object that the chart may create. They are read like an API server
 * with strict field validation: an unknown field, a number for a string or a string for a number is
 * refused. By default, these classes collect unknown fields in a map; that is switched off.
 */
final class Models {

  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          entry("v1/ConfigMap", ConfigMap.class),
          entry("v1/Pod", Pod.class),
          entry("v1/Service", Service.class),
          entry("v1/ServiceAccount", ServiceAccount.class),
          entry("apps/v1/Deployment", Deployment.class),
          entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          entry("networking.k8s.io/v1/Ingress", Ingress.class),
          entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          entry("route.openshift.io/v1/Route", Route.class),
          entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
          entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
          entry("kafka.strimzi.io/v1/KafkaTopic", KafkaTopic.class),
          entry("kafka.strimzi.io/v1/KafkaUser", KafkaUser.class),
          entry("kafka.strimzi.io/v1beta2/KafkaTopic", KafkaTopic.class),
          entry("kafka.strimzi.io/v1beta2/KafkaUser", KafkaUser.class));

  private static final ObjectMapper STRICT = strict();

  private Models() {}

  /**
   * @throws IllegalArgumentException when the object is not exactly what its kind allows; the
   *     message names the field
   */
  static Object read(JsonNode object) {
    String kind = object.path("apiVersion").asText() + "/" + object.path("kind").asText();
    Class<?> model = KINDS.get(kind);
    if (model == null) {
      throw new IllegalArgumentException("the chart is not to make a " + kind);
    }
    try {
      return STRICT.treeToValue(object, model);
    } catch (JsonProcessingException refused) {
      throw new IllegalArgumentException(kind + ": " + refused.getMessage(), refused);
    }
  }

  private static ObjectMapper strict() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.setAnnotationIntrospector(
        new JacksonAnnotationIntrospector() {
          private static final long serialVersionUID = 1L;

          @Override
          public Boolean hasAnySetter(Annotated annotated) {
            return false;
          }
        });
    for (LogicalType number : new LogicalType[] {LogicalType.Integer, LogicalType.Boolean}) {
      mapper.coercionConfigFor(number).setCoercion(CoercionInputShape.String, CoercionAction.Fail);
    }
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    return mapper;
  }
}
