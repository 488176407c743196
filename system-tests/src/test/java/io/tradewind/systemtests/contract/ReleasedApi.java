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
 * The OpenAPI document of the last release. A later document may only add to it: calls, what a
 * request may hold, and what an answer holds. Clients ignore members and values that they do not
 * know.
 */
record ReleasedApi(Path file) {

  /** The value of {@code -Drelease} for a release that is meant to break clients. */
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

  /**
   * Checks that the served document breaks no client. At a release, it then becomes the released
   * one.
   */
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

  /** Returns what the released document promises and the served one does not. */
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
      // the library accepts the loss of a member of a body, but a client that sends it is refused
      if (!schema.getMissingProperties().isEmpty()) {
        return Stream.of("no member " + schema.getMissingProperties().keySet());
      }
      if (schema.getContext().isRequest()
          && mayBeNull(schema.getOldSchema())
          && !mayBeNull(schema.getNewSchema())) {
        return Stream.of("null is refused");
      }
    }
    // the library also accepts that a call which was open to everybody now needs a token
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

  /** Removes the examples, because an example promises nothing. */
  private static ObjectNode promised(JsonNode document) {
    ObjectNode promised = document.deepCopy();
    eachObject(promised, object -> object.remove(List.of("example", "examples")));
    return promised;
  }

  /**
   * Rewrites the document as OpenAPI 3.0, because the library ignores what only 3.1 can express.
   */
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

  /** Adds the default bounds, because the library reports a changed bound but not an added one. */
  private static void sayBounds(ObjectNode schema) {
    if (schema.path("type").asText().equals("array")) {
      schema.put("minItems", schema.path("minItems").asInt(0));
      schema.put("maxItems", schema.path("maxItems").asInt(Integer.MAX_VALUE));
    }
  }

  /**
   * Replaces the 3.1 keyword by the 3.0 keyword. A schema has both, but a merged document may have
   * lost the 3.0 one.
   */
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
