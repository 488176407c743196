package io.tradewind.systemtests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedList;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedOperation;
import org.openapitools.openapidiff.core.model.ChangedSchema;
import org.openapitools.openapidiff.core.model.ChangedSecurityRequirements;
import org.openapitools.openapidiff.core.model.ComposedChanged;

/**
 * The OpenAPI document as it was when it was last released. What is served later may only add to
 * it: calls, what a request may hold, and what an answer says. Clients pass over members and values
 * that they do not know.
 */
record ReleasedApi(Path file) {

  /** What {@code -Drelease} has to say where clients are meant to break. */
  static final String BREAKING = "breaking";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final OpenApiDiffOptions OPTIONS =
      OpenApiDiffOptions.builder()
          .configProperty("incompatible.request.min.length.increased", "true")
          .configProperty("incompatible.response.enum.increased", "false")
          .build();

  static ReleasedApi last() {
    return new ReleasedApi(Path.of("src", "test", "resources", "released-openapi.json"));
  }

  ObjectNode document() throws IOException {
    return (ObjectNode) JSON.readTree(file.toFile());
  }

  /** When there is a release, what is served becomes what was released last. */
  void isKeptBy(JsonNode served, Optional<String> release) throws IOException {
    if (!release.equals(Optional.of(BREAKING))) {
      assertThat(broken(document(), served))
          .as("whose clients break; if that is meant, release it by -Drelease=" + BREAKING)
          .isEmpty();
    }
    if (release.isPresent()) {
      ObjectNode promise = promised(served);
      promise.remove("servers");
      Files.writeString(
          file, JSON.writeValueAsString(JSON.treeToValue(promise, Object.class)) + "\n");
    }
  }

  /** What was promised, and is not any more. */
  static Set<String> broken(JsonNode released, JsonNode served) {
    ChangedOpenApi changes =
        OpenApiCompare.fromContents(
            comparable(released).toString(), comparable(served).toString(), null, OPTIONS);
    Set<String> broken = new TreeSet<>();
    changes.getMissingEndpoints().forEach(call -> broken.add(call + " is gone"));
    for (ChangedOperation call : changes.getChangedOperations()) {
      everyChange(call)
          .flatMap(ReleasedApi::breaks)
          .forEach(
              what -> broken.add(call.getHttpMethod() + " " + call.getPathUrl() + ": " + what));
    }
    return broken;
  }

  private static Stream<Changed> everyChange(Changed change) {
    return change instanceof ComposedChanged composed
        ? Stream.concat(
            Stream.of(change),
            composed.getChangedElements().stream()
                .filter(Objects::nonNull)
                .flatMap(ReleasedApi::everyChange))
        : Stream.of(change);
  }

  private static Stream<String> breaks(Changed change) {
    if (change instanceof ChangedSchema schema) {
      // the library lets a body lose a member, although whoever sends it is refused then
      if (!schema.getMissingProperties().isEmpty()) {
        return Stream.of("no member " + schema.getMissingProperties().keySet());
      }
      if (schema.getContext().isRequest()
          && mayBeNull(schema.getOldSchema())
          && !mayBeNull(schema.getNewSchema())) {
        return Stream.of("null is refused");
      }
    }
    // nor does it mind a call that was open to everybody and is not any more
    if (change instanceof ChangedSecurityRequirements asked
        && asked.getOldSecurityRequirements().isEmpty()) {
      return Stream.of("a token is asked for");
    }
    boolean incompatible =
        change instanceof ComposedChanged composed
            ? composed.isCoreChanged().isIncompatible()
            : change.isIncompatible();
    return incompatible ? Stream.of(inWords(change)) : Stream.of();
  }

  private static boolean mayBeNull(Schema<?> schema) {
    return schema != null && Boolean.TRUE.equals(schema.getNullable());
  }

  private static String inWords(Changed change) {
    String what = change.getClass().getSimpleName().replaceFirst("Changed", "changed ");
    return change instanceof ChangedList<?> list
        ? what + ", more " + list.getIncreased() + ", less " + list.getMissing()
        : what;
  }

  /** An example promises nothing. */
  private static ObjectNode promised(JsonNode document) {
    ObjectNode promised = document.deepCopy();
    eachObject(promised, object -> object.remove(List.of("example", "examples")));
    return promised;
  }

  /** In the words of OpenAPI 3.0, because the library passes over what only 3.1 can say. */
  private static ObjectNode comparable(JsonNode document) {
    ObjectNode comparable = promised(document);
    comparable.put("openapi", "3.0.3");
    eachObject(comparable, ReleasedApi::sayNullable);
    eachObject(comparable, ReleasedApi::sayBounds);
    eachObject(comparable, ReleasedApi::sayOthers);
    return comparable;
  }

  private static void sayNullable(ObjectNode schema) {
    if (schema.path("type") instanceof ArrayNode types && types.size() == 2) {
      schema.put("type", types.get(0).asText()).put("nullable", true);
    }
    if (schema.path("anyOf") instanceof ArrayNode choices && choices.size() == 2) {
      choices.remove(1);
      schema.put("nullable", true);
    }
  }

  /** The library sees a bound change, but none come. */
  private static void sayBounds(ObjectNode schema) {
    if (schema.path("type").asText().equals("array")) {
      schema.put("minItems", schema.path("minItems").asInt(0));
      schema.put("maxItems", schema.path("maxItems").asInt(Integer.MAX_VALUE));
    }
  }

  /** Said twice where it is said, because a merged document may have lost what 3.0 knows. */
  private static void sayOthers(ObjectNode schema) {
    JsonNode others = schema.remove("unevaluatedProperties");
    if (others != null) {
      schema.set("additionalProperties", others);
    }
  }

  private static void eachObject(JsonNode node, Consumer<ObjectNode> change) {
    if (node instanceof ObjectNode object) {
      change.accept(object);
    }
    node.forEach(child -> eachObject(child, change));
  }
}
