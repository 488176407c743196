package io.tradewind.systemtests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the released document with later ones that break its clients or do not. */
class ReleasedApiTest {

  /** Breaking changes, by the complaint that each must lead to. */
  private static final Map<String, Consumer<ObjectNode>> BREAKING =
      Map.ofEntries(
          Map.entry(
              "POST /api/orders/{id}/cancellation is gone",
              api -> paths(api).remove("/api/orders/{id}/cancellation")),
          Map.entry(
              "GET /api/orders/{id}: no member [reason]",
              api -> members(api, "OrderView").remove("reason")),
          Map.entry(
              "GET /api/orders/: no member [name]",
              api -> members(api, "OrderLine").remove("name")),
          Map.entry(
              "PATCH /api/users/{id}: no member [active]",
              api -> members(api, "AccessChange").remove("active")),
          Map.entry(
              "GET /api/orders/: changed Enum, more [], less [REJECTED]",
              api -> statuses(api).remove(statuses(api).size() - 3)),
          Map.entry(
              "PATCH /api/users/{id}: changed Required, more [reason], less []",
              api -> schema(api, "AccessChange").putArray("required").add("reason")),
          Map.entry(
              "PATCH /api/users/{id}: null is refused",
              api -> member(api, "AccessChange", "reason").put("type", "string")),
          Map.entry(
              "POST /api/inventory/products/{sku}/stock: changed MaxLength",
              api -> member(api, "ChangeStock", "reason").put("maxLength", 199)),
          Map.entry(
              "POST /api/inventory/products/{sku}/stock: changed NumericRange",
              api -> member(api, "ChangeStock", "delta").put("maximum", 1000)),
          Map.entry(
              "POST /api/orders/: changed MaxItems",
              api -> member(api, "PlaceOrder", "lines").put("maxItems", 99)),
          Map.entry(
              "PATCH /api/users/{id}: changed MinItems",
              api -> member(api, "AccessChange", "groups").put("minItems", 1)),
          Map.entry(
              "GET /api/orders/{id}: changed Schema",
              api -> member(api, "Money", "amount").put("type", "string")),
          Map.entry(
              "PATCH /api/users/{id}: changed Schema",
              api ->
                  member(api, "AccessChange", "reason")
                      .putArray("type")
                      .add("integer")
                      .add("null")),
          Map.entry(
              "GET /api/inventory/products: a token is asked for",
              api ->
                  call(api, "/api/inventory/products", "get")
                      .putArray("security")
                      .addObject()
                      .putArray("bearer")),
          Map.entry(
              "GET /api/orders/: changed Parameters",
              api -> call(api, "/api/orders/", "get").remove("parameters")));

  static Set<String> breaking() {
    return BREAKING.keySet();
  }

  @ParameterizedTest
  @MethodSource("breaking")
  void aChangeThatBreaksAClientIsFound(String said) throws IOException {
    ObjectNode released = ReleasedApi.last().document();
    ObjectNode served = released.deepCopy();
    BREAKING.get(said).accept(served);

    assertThat(ReleasedApi.broken(released, served)).contains(said);
  }

  @Test
  void anAdditionBreaksNobody() throws IOException {
    ObjectNode released = ReleasedApi.last().document();
    ObjectNode served = released.deepCopy();
    paths(served).set("/api/orders/new", paths(served).path("/api/orders/{id}"));
    member(served, "OrderView", "added").put("type", "string");
    ((ArrayNode) schema(served, "OrderView").path("required")).add("added");
    member(served, "AccessChange", "added").put("type", "string");
    statuses(served).add("ADDED");
    member(served, "ChangeStock", "reason").put("maxLength", 201);

    assertThat(ReleasedApi.broken(released, served)).isEmpty();
  }

  /**
   * Schemas of the same name in two services get a number; which of them gets it depends on which
   * service is first.
   */
  @Test
  void aSchemasNameBreaksNobody() throws IOException {
    ObjectNode released = ReleasedApi.last().document();
    ObjectNode served = released.deepCopy();
    ObjectNode schemas = (ObjectNode) served.at("/components/schemas");
    schemas.set("Money1", schemas.path("Money").deepCopy());
    member(served, "OrderView", "total").put("$ref", "#/components/schemas/Money1");

    assertThat(ReleasedApi.broken(released, served)).isEmpty();
  }

  /** It is random whether Liberty keeps additionalProperties. */
  @Test
  void aRuleThatMovesToTheOtherKeywordBreaksNobody() throws IOException {
    ObjectNode released = ReleasedApi.last().document();
    ObjectNode served = released.deepCopy();
    served
        .findParents("additionalProperties")
        .forEach(
            schema ->
                ((ObjectNode) schema)
                    .set(
                        "unevaluatedProperties",
                        ((ObjectNode) schema).remove("additionalProperties")));

    assertThat(ReleasedApi.broken(released, served)).isEmpty();
  }

  @Test
  void aReleaseThatBreaksClientsHasToSayThatItIsMeant(@TempDir Path folder) throws IOException {
    JsonNode before = ReleasedApi.last().document();
    ObjectNode after = before.deepCopy();
    paths(after).remove("/api/orders/{id}/cancellation");
    Path file = folder.resolve("released-openapi.json");
    Files.copy(ReleasedApi.last().file(), file);
    ReleasedApi api = new ReleasedApi(file);

    assertThatThrownBy(() -> api.isKeptBy(after, Optional.of("")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cancellation is gone");
    assertThat(api.document()).isEqualTo(before);

    api.isKeptBy(after, Optional.of(ReleasedApi.BREAKING));
    assertThat(api.document()).isEqualTo(after);
  }

  private static ObjectNode paths(ObjectNode api) {
    return (ObjectNode) api.path("paths");
  }

  private static ObjectNode call(ObjectNode api, String path, String method) {
    return (ObjectNode) paths(api).path(path).path(method);
  }

  private static ObjectNode schema(ObjectNode api, String name) {
    return (ObjectNode) api.at("/components/schemas").path(name);
  }

  private static ObjectNode members(ObjectNode api, String schema) {
    return (ObjectNode) schema(api, schema).path("properties");
  }

  private static ObjectNode member(ObjectNode api, String schema, String name) {
    return members(api, schema).withObjectProperty(name);
  }

  private static ArrayNode statuses(ObjectNode api) {
    return (ArrayNode) schema(api, "OrderStatus").path("enum");
  }
}
