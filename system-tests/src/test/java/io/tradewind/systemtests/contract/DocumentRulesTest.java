package io.tradewind.systemtests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradewind.systemtests.contract.ResponseCheck.Answered;
import io.tradewind.systemtests.contract.ResponseCheck.Asked;
import io.tradewind.systemtests.driver.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A small document keeps every rule. Each planted change breaks one rule, and answers that the
 * document does not promise are found.
 */
class DocumentRulesTest {

  private static final DocumentRules RULES = new DocumentRules(Set.of("POST /things/{id}"));

  private static final Map<String, Consumer<ObjectNode>> PLANTS =
      Map.ofEntries(
          Map.entry(
              "has a title of its own", api -> at(api, "/info").put("title", "Generated API")),
          Map.entry("an operationId is there once", api -> post(api).remove("operationId")),
          Map.entry("an operation has a summary and a tag", api -> post(api).remove("tags")),
          Map.entry(
              "a reference leads somewhere",
              api -> at(api, "/components/schemas").remove("UnusedView")),
          Map.entry(
              "a schema's name says what it is of",
              api -> at(api, "/components/schemas").putObject("Data")),
          Map.entry("an operation has every status", api -> responses(api).remove("413")),
          Map.entry(
              "a refusal is a problem with an example of each type",
              api -> at(api, content("400")).remove("examples")),
          Map.entry(
              "a body that is sent has no unknown member",
              api -> at(api, "/components/schemas/ThingView").remove("unevaluatedProperties")),
          Map.entry("a body has an example", api -> at(api, content("200")).remove("example")),
          Map.entry(
              "an example fits its schema",
              api -> at(api, content("200") + "/example").put("name", 5)),
          Map.entry("a path's parameters are described", api -> post(api).remove("parameters")),
          Map.entry(
              "is about the routes that there are",
              api -> at(api, "/paths").set("/others", at(api, "/paths").remove("/things/{id}"))));

  static Set<String> rules() {
    return RULES.names();
  }

  @Test
  void aCompleteDocumentBreaksNoRule() {
    assertThat(RULES.broken(new ApiDescription(complete()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void eachRuleFindsWhatWasPlanted(String rule) {
    ObjectNode api = complete();
    PLANTS.get(rule).accept(api);

    assertThat(RULES.broken(new ApiDescription(api))).containsKey(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\"} | 500 | application/problem+json | {} | an error of our own",
        "{\"name\":\"a\"} | 418 | application/problem+json | {} | does not name",
        "{\"name\":\"a\"} | 200 | text/html | x | of the type text/html",
        "{\"name\":\"a\"} | 200 | application/json | x | no JSON",
        "{\"name\":\"a\"} | 200 | application/json | {\"name\":1} | name",
        "{\"name\":\"a\"} | 200 | application/json | {\"name\":\"a\",\"secret\":1} | secret",
        "{\"name\":\"a\"} | 400 | application/problem+json"
            + " | {\"type\":\"urn:other\",\"title\":\"t\",\"status\":400} | enum",
        "{\"name\":\"a\"} | 400 | application/problem+json"
            + " | {\"type\":\"https://x/malformed-body\",\"title\":\"t\",\"status\":400}"
            + " | no body for the service",
        "{\"name\":1} | 200 | application/json | {\"name\":\"a\"} | accepted although",
        "{\"name\":\"a\",\"name\":\"b\"} | 200 | application/json | {\"name\":\"a\"} | accepted although",
      })
  void anAnswerThatIsNotPromisedIsFound(
      String sent, int status, String type, String answer, String complaint) {
    ApiDescription api = new ApiDescription(complete());

    assertThat(
            new ResponseCheck(api)
                .complaints(
                    api.operations().get(0),
                    new Asked(bytes(sent), "application/json"),
                    new Answered(status, type, bytes(answer))))
        .anySatisfy(found -> assertThat(found).contains(complaint));
  }

  @Test
  void anAnswerThatIsPromisedIsNoComplaint() {
    ApiDescription api = new ApiDescription(complete());
    byte[] thing = bytes("{\"name\":\"a\"}");

    assertThat(
            new ResponseCheck(api)
                .complaints(
                    api.operations().get(0),
                    new Asked(thing, "application/json"),
                    new Answered(200, "application/json", thing)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\uFEFF{\"name\":\"a\"} | byte order mark",
        "{\"name\":\"a\",\"age\":2147483648} | age",
        "{\"name\":\"a\",\"money\":9223372036854775808} | money",
      })
  void whatASchemaCannotSayIsNoPartOfABodyEither(String sent, String complaint) {
    ApiDescription api = new ApiDescription(complete());

    assertThat(
            new ResponseCheck(api)
                .complaints(
                    api.operations().get(0),
                    new Asked(bytes(sent), "application/json"),
                    new Answered(200, "application/json", bytes("{\"name\":\"a\"}"))))
        .singleElement()
        .asString()
        .contains("accepted although", complaint);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode post(ObjectNode api) {
    return at(api, "/paths/~1things~1{id}/post");
  }

  private static ObjectNode responses(ObjectNode api) {
    return at(api, "/paths/~1things~1{id}/post/responses");
  }

  private static String content(String status) {
    String type = status.equals("200") ? "application~1json" : "application~1problem+json";
    return "/paths/~1things~1{id}/post/responses/" + status + "/content/" + type;
  }

  private static ObjectNode at(ObjectNode api, String pointer) {
    return (ObjectNode) api.at(pointer);
  }

  private static ObjectNode complete() {
    ObjectNode api =
        (ObjectNode)
            RawHttp.parse(
                """
                {"info": {"title": "Things"},
                 "paths": {"/things/{id}": {"post": {
                   "operationId": "change", "summary": "Change a thing", "tags": ["things"],
                   "security": [{"bearer": []}], "x-roles": ["staff"],
                   "parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}],
                   "requestBody": {"required": true, "content": {"application/json": {
                     "schema": {"$ref": "#/components/schemas/ThingView"}, "example": {"name": "a"}}}},
                   "responses": {"200": {"content": {"application/json": {
                     "schema": {"$ref": "#/components/schemas/ThingView"}, "example": {"name": "a"}}}}}
                 }}},
                 "components": {"schemas": {
                   "ThingView": {"type": "object", "required": ["name"],
                     "unevaluatedProperties": {"not": {}},
                     "properties": {"name": {"type": "string"},
                                    "age": {"type": "integer", "format": "int32"},
                                    "money": {"type": "integer", "format": "int64"},
                                    "other": {"$ref": "#/components/schemas/UnusedView"}}},
                   "UnusedView": {"type": "string"},
                   "Problem": {"type": "object", "required": ["type"],
                     "properties": {"type": {"type": "string"}}}}}}
                """);
    for (String status : Set.of("400", "401", "403", "404", "406", "413", "415", "500", "503")) {
      responses(api).set(status, refusal());
    }
    return api;
  }

  private static JsonNode refusal() {
    return RawHttp.parse(
        """
        {"content": {"application/problem+json": {
          "schema": {"allOf": [{"$ref": "#/components/schemas/Problem"},
            {"properties": {"type": {"enum": ["https://x/malformed-body"]}}}]},
          "examples": {"one": {"value": {"type": "https://x/malformed-body"}}}}}}
        """);
  }
}
