package io.tradewind.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.contract.ApiDescription.Operation;
import io.tradewind.systemtests.driver.RawHttp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules that an OpenAPI document must keep. */
final class DocumentRules {

  private static final String PROBLEM_JSON = "application/problem+json";
  private static final Set<String> ALWAYS = Set.of("400", "401", "406", "500", "503");
  private static final Set<String> ONE_WORD_SAYS_IT =
      Set.of("Money", "Problem", "Reason", "Registration", "Ticket", "Tokens", "Verification");
  private static final Pattern IN_TEMPLATE = Pattern.compile("\\{([^}]+)}");

  private final Map<String, Function<ApiDescription, List<String>>> rules = new LinkedHashMap<>();

  /**
   * @param routes all routes that exist, each as "METHOD /path"
   */
  DocumentRules(Set<String> routes) {
    rules.put("has a title of its own", DocumentRules::untitled);
    rules.put("an operationId is there once", DocumentRules::doubledIds);
    rules.put("an operation has a summary and a tag", DocumentRules::unsummed);
    rules.put("a reference leads somewhere", DocumentRules::dangling);
    rules.put("a schema's name says what it is of", DocumentRules::nameless);
    rules.put("an operation has every status", DocumentRules::unfinished);
    rules.put("a refusal is a problem with an example of each type", DocumentRules::unproblematic);
    rules.put("a body that is sent has no unknown member", DocumentRules::open);
    rules.put("a body has an example", DocumentRules::withoutExample);
    rules.put("an example fits its schema", DocumentRules::unfit);
    rules.put("a path's parameters are described", DocumentRules::undescribed);
    rules.put("is about the routes that there are", api -> strangers(api, routes));
  }

  Set<String> names() {
    return rules.keySet();
  }

  /** Returns the violations by rule; empty when all rules are kept. */
  Map<String, List<String>> broken(ApiDescription api) {
    Map<String, List<String>> broken = new LinkedHashMap<>();
    rules.forEach(
        (name, rule) -> {
          List<String> offenders = rule.apply(api);
          if (!offenders.isEmpty()) {
            broken.put(name, offenders);
          }
        });
    return broken;
  }

  private static List<String> untitled(ApiDescription api) {
    String title = api.document().at("/info/title").asText();
    return title.isBlank() || title.startsWith("Generated") ? List.of(title) : List.of();
  }

  private static List<String> doubledIds(ApiDescription api) {
    Map<String, Long> times =
        api.operations().stream()
            .collect(Collectors.groupingBy(Operation::id, TreeMap::new, Collectors.counting()));
    return times.entrySet().stream()
        .filter(id -> id.getKey().isEmpty() || id.getValue() > 1)
        .map(Map.Entry::toString)
        .toList();
  }

  private static List<String> unsummed(ApiDescription api) {
    return api.operations().stream()
        .filter(each -> each.said().path("summary").asText().isBlank() || !each.said().has("tags"))
        .map(Operation::toString)
        .toList();
  }

  private static List<String> dangling(ApiDescription api) {
    return api.document().findValuesAsText("$ref").stream()
        .filter(ref -> !ref.startsWith("#") || api.document().at(ref.substring(1)).isMissingNode())
        .toList();
  }

  /**
   * The names of schemas become classes of clients, which hold those of all services side by side.
   */
  private static List<String> nameless(ApiDescription api) {
    List<String> names = new ArrayList<>();
    api.document().at("/components/schemas").fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name -> name.chars().filter(Character::isUpperCase).count() < 2)
        .filter(name -> !ONE_WORD_SAYS_IT.contains(name))
        .toList();
  }

  private static List<String> unfinished(ApiDescription api) {
    List<String> offenders = new ArrayList<>();
    for (Operation operation : api.operations()) {
      Set<String> wanted = new HashSet<>(ALWAYS);
      if (!operation.roles().isEmpty()) {
        wanted.add("403");
      }
      if (operation.path().contains("{")) {
        wanted.add("404");
      }
      if (operation.body().isPresent()) {
        wanted.addAll(Set.of("413", "415"));
      }
      Set<String> there = new HashSet<>();
      operation.said().path("responses").fieldNames().forEachRemaining(there::add);
      wanted.removeAll(there);
      if (!wanted.isEmpty() || there.stream().noneMatch(status -> status.startsWith("2"))) {
        offenders.add(operation + " lacks " + (wanted.isEmpty() ? "a success" : wanted));
      }
    }
    return offenders;
  }

  private static List<String> unproblematic(ApiDescription api) {
    List<String> offenders = new ArrayList<>();
    responses(api)
        .forEach(
            (name, response) -> {
              if (name.matches(".* [45]..") && !isProblem(api, response)) {
                offenders.add(name);
              }
            });
    return offenders;
  }

  private static boolean isProblem(ApiDescription api, JsonNode response) {
    JsonNode content = response.path("content").path(PROBLEM_JSON);
    Set<String> types = new TreeSet<>();
    content.at("/schema/allOf/1/properties/type/enum").forEach(type -> types.add(type.asText()));
    Set<String> shown = new TreeSet<>();
    content
        .path("examples")
        .forEach(each -> shown.add(api.resolved(each).at("/value/type").asText()));
    return !types.isEmpty() && types.equals(shown);
  }

  private static List<String> open(ApiDescription api) {
    return api.operations().stream()
        .filter(each -> each.body().isPresent())
        .filter(each -> isOpen(api.resolved(each.body().orElseThrow().path("schema"))))
        .map(Operation::toString)
        .toList();
  }

  /** Checks the keyword that is never lost when documents are merged. */
  private static boolean isOpen(JsonNode schema) {
    return schema.has("properties")
        && !schema.path("unevaluatedProperties").equals(RawHttp.parse("{\"not\": {}}"));
  }

  private static List<String> withoutExample(ApiDescription api) {
    List<String> offenders = new ArrayList<>();
    contents(api)
        .forEach(
            (name, content) -> {
              if (!content.has("example") && !content.has("examples")) {
                offenders.add(name);
              }
            });
    return offenders;
  }

  private static List<String> unfit(ApiDescription api) {
    List<String> offenders = new ArrayList<>();
    contents(api)
        .forEach(
            (name, content) -> {
              List<JsonNode> examples = new ArrayList<>();
              if (content.has("example")) {
                examples.add(content.path("example"));
              }
              content
                  .path("examples")
                  .forEach(each -> examples.add(api.resolved(each).path("value")));
              examples.forEach(
                  example ->
                      api.misfits(content.path("schema"), example)
                          .forEach(misfit -> offenders.add(name + ": " + misfit)));
            });
    return offenders;
  }

  private static List<String> undescribed(ApiDescription api) {
    List<String> offenders = new ArrayList<>();
    for (Operation operation : api.operations()) {
      Set<String> inTemplate = new TreeSet<>();
      Matcher names = IN_TEMPLATE.matcher(operation.path());
      while (names.find()) {
        inTemplate.add(names.group(1));
      }
      Set<String> described =
          api.parameters(operation).stream()
              .filter(parameter -> parameter.path("in").asText().equals("path"))
              .filter(parameter -> parameter.has("schema"))
              .map(parameter -> parameter.path("name").asText())
              .collect(Collectors.toCollection(TreeSet::new));
      if (!inTemplate.equals(described)) {
        offenders.add(operation + " describes " + described);
      }
    }
    return offenders;
  }

  private static List<String> strangers(ApiDescription api, Set<String> routes) {
    Set<String> described =
        api.operations().stream().map(Operation::toString).collect(Collectors.toSet());
    Set<String> onlyOne = new TreeSet<>(described);
    onlyOne.addAll(routes);
    onlyOne.removeIf(route -> described.contains(route) && routes.contains(route));
    return List.copyOf(onlyOne);
  }

  /** Bodies of requests and answers, by operation and status. */
  private static Map<String, JsonNode> contents(ApiDescription api) {
    Map<String, JsonNode> contents = new LinkedHashMap<>();
    api.operations()
        .forEach(each -> each.body().ifPresent(body -> contents.put(each + " body", body)));
    responses(api)
        .forEach(
            (name, response) ->
                response.path("content").forEach(content -> contents.put(name, content)));
    return contents;
  }

  private static Map<String, JsonNode> responses(ApiDescription api) {
    Map<String, JsonNode> responses = new LinkedHashMap<>();
    for (Operation operation : api.operations()) {
      operation
          .said()
          .path("responses")
          .properties()
          .forEach(
              each ->
                  responses.put(operation + " " + each.getKey(), api.resolved(each.getValue())));
    }
    return responses;
  }
}
