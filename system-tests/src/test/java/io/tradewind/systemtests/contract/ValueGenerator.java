package io.tradewind.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradewind.systemtests.driver.SeededRandom;
import io.tradewind.systemtests.security.HostileBodies;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes values that match a schema, lie at its limits or violate it. */
final class ValueGenerator {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Characters of texts in any language. */
  private static final List<String> CHARACTERS =
      List.of(
          "a", "Z", "7", " ", "-", ".", "'", "\"", "\\", "<", "&", "ä", "ß", "é", "中", "ا", "🛒");

  private static final List<String> HOSTILE_TEXTS =
      List.of(
          "",
          " ",
          "null",
          "-1",
          "0",
          "NaN",
          "1e309",
          "99999999999999999999",
          "true",
          "[]",
          "{}",
          "'; drop table orders; --",
          "%s%n%x",
          "${jndi:ldap://127.0.0.1/a}",
          "<script>alert(1)</script>",
          "..%2f..%2fetc",
          "a b",
          "ünïcödé",
          "🛒".repeat(20),
          "\u202Eabc",
          "\r\nSet-Cookie: a=b",
          "\u0000",
          "\t",
          "00000000-0000-0000-0000-000000000000",
          "0000-00-00T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "2026-06-30T23:59:60Z",
          "x".repeat(300),
          "x".repeat(3_000));

  private static final List<JsonNode> STRANGERS =
      List.of(
          JSON.nullNode(),
          JSON.booleanNode(true),
          JSON.numberNode(0),
          JSON.numberNode(-1),
          JSON.numberNode(1.5),
          JSON.numberNode(Long.MAX_VALUE),
          JSON.numberNode(new BigInteger("9".repeat(40))),
          JSON.textNode(""),
          JSON.textNode("1"),
          JSON.textNode("a\u0000b"),
          JSON.textNode("x".repeat(5_000)),
          JSON.arrayNode(),
          JSON.arrayNode().addNull(),
          JSON.objectNode(),
          JSON.objectNode().put("a", 1));

  private final ApiDescription api;
  private final SeededRandom chance;
  private final Things things;

  /** Returns the existing value for a member or parameter of this name; null for none. */
  @FunctionalInterface
  interface Things {
    String named(String name);
  }

  ValueGenerator(ApiDescription api, SeededRandom chance, Things things) {
    this.api = api;
    this.chance = chance;
    this.things = things;
  }

  /** A value that the schema allows. */
  JsonNode fitting(String name, JsonNode schema) {
    return value(name, schema, false);
  }

  /** A value at the limits of the schema, or one step beyond. */
  JsonNode edge(String name, JsonNode schema) {
    return value(name, schema, true);
  }

  String hostileText() {
    return chance.of(HOSTILE_TEXTS);
  }

  /** A hostile body, or the given one after one change. */
  byte[] spoilt(JsonNode fitting) {
    if (chance.percent(40)) {
      return chance.of(List.copyOf(HostileBodies.forAnyRoute().values()));
    }
    if (!(fitting instanceof ObjectNode body)) {
      return bytes(fitting.toString());
    }
    ObjectNode place = place(body);
    List<String> names = new ArrayList<>();
    place.fieldNames().forEachRemaining(names::add);
    String name = names.isEmpty() ? "reason" : chance.of(names);
    switch (chance.upTo(5)) {
      case 0 -> place.remove(name);
      case 1 -> place.put("isAdmin", true);
      case 2 -> place.set(name, deep());
      case 3 -> {
        return bytes(doubled(body));
      }
      case 4 -> {
        String text = body.toString();
        return bytes(text.substring(0, chance.upTo(text.length() - 1)));
      }
      default -> place.set(name, chance.of(STRANGERS));
    }
    return bytes(body.toString());
  }

  /** The object itself or one within it. */
  private ObjectNode place(ObjectNode body) {
    List<ObjectNode> places = new ArrayList<>(List.of(body));
    body.findParents("currency").forEach(each -> places.add((ObjectNode) each));
    body.findParents("sku").forEach(each -> places.add((ObjectNode) each));
    return chance.of(places);
  }

  private static String doubled(ObjectNode body) {
    return body.properties().stream()
        .findFirst()
        .map(
            first ->
                "{"
                    + JSON.textNode(first.getKey())
                    + ":"
                    + first.getValue()
                    + ","
                    + body.toString().substring(1))
        .orElse("{\"reason\":\"a\",\"reason\":\"a\"}");
  }

  private JsonNode deep() {
    JsonNode inner = JSON.numberNode(1);
    for (int i = chance.between(2, 80) > 40 ? 80 : 3; i > 0; i--) {
      inner = JSON.objectNode().set("a", inner);
    }
    return inner;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode value(String name, JsonNode reference, boolean edge) {
    JsonNode schema = api.resolved(reference);
    if (schema.has("anyOf")) {
      return chance.percent(80) ? value(name, schema.at("/anyOf/0"), edge) : JSON.nullNode();
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(chance.upTo(schema.path("enum").size() - 1));
    }
    String type =
        schema.path("type").isArray()
            ? schema.at("/type/0").asText()
            : schema.path("type").asText();
    return switch (type) {
      case "object" -> object(schema, edge);
      case "array" -> array(name, schema, edge);
      case "integer", "number" -> number(schema, edge);
      case "boolean" -> JSON.booleanNode(chance.percent(50));
      default -> JSON.textNode(text(name, schema, edge));
    };
  }

  private JsonNode object(JsonNode schema, boolean edge) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(each -> required.add(each.asText()));
    ObjectNode object = JSON.objectNode();
    for (var member : schema.path("properties").properties()) {
      if (required.contains(member.getKey()) || chance.percent(60)) {
        object.set(
            member.getKey(), value(member.getKey(), member.getValue(), edge && chance.percent(50)));
      }
    }
    return object;
  }

  private JsonNode array(String name, JsonNode schema, boolean edge) {
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(least + 3);
    int items =
        edge
            ? chance.of(Math.max(0, least - 1), least, most, most + 1)
            : (int) chance.between(least, Math.min(most, least + 3L));
    ArrayNode array = JSON.arrayNode();
    if (schema.has("examples") && !edge) {
      return schema.at("/examples/0");
    }
    for (int i = 0; i < items; i++) {
      array.add(value(name, schema.path("items"), false));
    }
    return array;
  }

  private JsonNode number(JsonNode schema, boolean edge) {
    long least = schema.path("minimum").asLong(edge ? Long.MIN_VALUE : 1);
    long most = schema.path("maximum").asLong(edge ? Long.MAX_VALUE : 10_000);
    if (edge) {
      return chance.of(
          JSON.numberNode(least),
          JSON.numberNode(most),
          JSON.numberNode(BigInteger.valueOf(least).subtract(BigInteger.ONE)),
          JSON.numberNode(BigInteger.valueOf(most).add(BigInteger.ONE)),
          JSON.numberNode(0));
    }
    return JSON.numberNode(chance.between(least, most));
  }

  private String text(String name, JsonNode schema, boolean edge) {
    String known = edge ? null : things.named(name);
    if (known != null) {
      return known;
    }
    if (schema.has("examples") && (!edge || schema.has("pattern"))) {
      return schema.at("/examples/0").asText();
    }
    return switch (schema.path("format").asText()) {
      case "uuid" -> new UUID(chance.between(0, 1L << 62), chance.between(0, 1L << 62)).toString();
      case "date-time" ->
          Instant.now().plus(Duration.ofSeconds(chance.between(60, 31_536_000))).toString();
      default -> ofLength(schema, edge);
    };
  }

  private String ofLength(JsonNode schema, boolean edge) {
    int least = schema.path("minLength").asInt(1);
    int most = schema.path("maxLength").asInt(Math.max(least, 40));
    int length =
        edge
            ? chance.of(Math.max(0, least - 1), least, most, most + 1)
            : (int) chance.between(least, Math.min(most, least + 20L));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      // the first character is a letter, so that the text is never blank
      text.append(i == 0 ? "t" : chance.of(CHARACTERS));
    }
    return text.toString();
  }
}
