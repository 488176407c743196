package io.tradewind.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * An OpenAPI document, read as a client reads it. One rule is stricter: an answer may not have a
 * member that the document does not define.
 */
public final class ApiDescription {

  public static final String JSON = "application/json";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<JsonNode, Schema> compiled = new IdentityHashMap<>();

  /** A call and its description in the document. */
  public record Operation(String method, String path, JsonNode said) {

    String id() {
      return said.path("operationId").asText();
    }

    /** The roles that may call; empty means everybody. */
    List<String> roles() {
      return StreamSupport.stream(said.path("x-roles").spliterator(), false)
          .map(JsonNode::asText)
          .toList();
    }

    Optional<JsonNode> body() {
      JsonNode body = said.path("requestBody").path("content").path(JSON);
      return body.isMissingNode() ? Optional.empty() : Optional.of(body);
    }

    JsonNode response(int status) {
      return said.path("responses").path(Integer.toString(status));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  public ApiDescription(JsonNode described) {
    document = described.deepCopy();
    document
        .at("/components/schemas")
        .properties()
        .forEach(schema -> close(schema.getKey(), schema.getValue()));
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          operations.add(
              new Operation(
                  operation.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  operation.getValue()));
        }
      }
    }
    // the order of the services in the document depends on which of them started first
    operations.sort(Comparator.comparing(Operation::toString));
  }

  /** The description of all services in one server. */
  public static ApiDescription of(Platform platform) {
    return new ApiDescription(served(platform));
  }

  public static JsonNode served(Platform platform) {
    return platform.raw().send(Request.get("/openapi?format=json", null)).json();
  }

  /** Forbids undefined members, except in a problem, whose members are open by RFC 9457. */
  private static void close(String name, JsonNode schema) {
    if (schema.has("properties")
        && !schema.has("additionalProperties")
        && !name.equals("Problem")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }

  public JsonNode document() {
    return document;
  }

  public List<Operation> operations() {
    return operations;
  }

  /** The target of a reference, or the node itself when it is no reference. */
  public JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  public List<JsonNode> parameters(Operation operation) {
    return StreamSupport.stream(operation.said().path("parameters").spliterator(), false)
        .map(this::resolved)
        .toList();
  }

  /** Returns where the value does not match the schema. */
  public List<String> misfits(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(Object::toString)
        .toList();
  }

  /** Adds the document's components, because references in the schema lead to them. */
  private Schema compile(JsonNode schema) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", document.path("components"));
    ObjectNode bounded = whole.deepCopy();
    bounded.findParents("format").forEach(ApiDescription::bound);
    return REGISTRY.getSchema(bounded);
  }

  /** Gives a number the range of its format, which the validator does not check. */
  private static void bound(JsonNode schema) {
    switch (schema.path("format").asText()) {
      case "int32" -> bound((ObjectNode) schema, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "int64" -> bound((ObjectNode) schema, Long.MIN_VALUE, Long.MAX_VALUE);
      default -> {
        // the format has no range
      }
    }
  }

  private static void bound(ObjectNode schema, long least, long most) {
    if (!schema.has("minimum")) {
      schema.put("minimum", least);
    }
    if (!schema.has("maximum")) {
      schema.put("maximum", most);
    }
  }
}
