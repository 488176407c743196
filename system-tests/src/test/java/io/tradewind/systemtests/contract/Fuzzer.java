package io.tradewind.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.contract.ApiDescription.Operation;
import io.tradewind.systemtests.contract.ResponseCheck.Answered;
import io.tradewind.systemtests.contract.ResponseCheck.Asked;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp;
import io.tradewind.systemtests.driver.RawHttp.Answer;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.SeededRandom;
import io.tradewind.systemtests.security.HostileBodies;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends requests that the document allows, requests at the limits and requests that it forbids, and
 * compares the answers with the document. A seed and a number make the same request again, except
 * for the names of existing objects.
 */
final class Fuzzer {

  private static final int SHOWN = 50;

  /** Operations that would keep the whole system busy if they were granted. */
  private static final String COSTLY = "keysRotate|.*OutboxRepublish";

  /** The container refuses a path with these as HTML, before it calls an application. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private enum Kind {
    FITTING,
    EDGE,
    HOSTILE
  }

  private final Platform platform;
  private final ApiDescription api;
  private final ResponseCheck verdict;
  private final FuzzFixtures cast;
  private final Map<String, Map<Integer, Integer>> tally = new TreeMap<>();

  /** The first complaint of each kind, because one defect occurs many times. */
  private final Map<String, String> complaints = new LinkedHashMap<>();

  Fuzzer(Platform platform) {
    this.platform = platform;
    this.api = ApiDescription.of(platform);
    this.verdict = new ResponseCheck(api);
    this.cast = new FuzzFixtures(platform);
  }

  /** The answers of a run, and those that the document does not promise. */
  record Report(
      long seed, int requests, Map<String, Map<Integer, Integer>> tally, List<String> complaints) {

    int operationsGranted() {
      return (int)
          tally.values().stream()
              .filter(answers -> answers.keySet().stream().anyMatch(status -> status / 100 == 2))
              .count();
    }

    @Override
    public String toString() {
      String rows =
          tally.entrySet().stream()
              .map(row -> "| `%s` | %s |".formatted(row.getKey(), counts(row.getValue())))
              .collect(Collectors.joining("\n"));
      return """
          # %d requests of seed %d: %d complaints

          %d of %d operations granted something.

          | operation | answers |
          |---|---|
          %s
          """
          .formatted(requests, seed, complaints.size(), operationsGranted(), tally.size(), rows);
    }

    private static String counts(Map<Integer, Integer> answers) {
      return answers.entrySet().stream()
          .map(each -> each.getKey() + ": " + each.getValue())
          .collect(Collectors.joining(", "));
    }
  }

  Report run(long seed, int requests) {
    String before = "nothing";
    for (int number = 0; number < requests && complaints.size() < SHOWN; number++) {
      Operation operation = api.operations().get(number % api.operations().size());
      SeededRandom chance = new SeededRandom(seed, number);
      Request request = request(operation, chance);
      try {
        Answer answer = platform.raw().send(request);
        tally
            .computeIfAbsent(operation.toString(), name -> new TreeMap<>())
            .merge(answer.status(), 1, Integer::sum);
        judge(number, operation, request, answer);
        before = sent(request) + " was answered " + brief(answer.toString());
      } catch (CompletionException unanswered) {
        complaints.putIfAbsent(
            operation.id() + unanswered.getMessage(),
            "request %d, %s: %s had no answer: %s; before it %s"
                .formatted(number, operation.id(), sent(request), unanswered.getMessage(), before));
      }
    }
    return new Report(seed, requests, tally, List.copyOf(complaints.values()));
  }

  private void judge(int number, Operation operation, Request request, Answer answer) {
    List<String> found =
        verdict.complaints(
            operation,
            new Asked(request.body(), header(request, "Content-Type")),
            new Answered(answer.status(), answer.contentType(), answer.response().body()));
    found.forEach(
        complaint ->
            complaints.putIfAbsent(
                operation.id() + complaint,
                "request %d, %s: %s; answered %s; sent %s"
                    .formatted(
                        number,
                        operation.id(),
                        complaint,
                        brief(answer.toString()),
                        sent(request))));
    if (found.isEmpty()) {
      JsonNode body = answer.response().body().length == 0 ? RawHttp.parse("{}") : answer.json();
      cast.heard(operation, answer.status(), body);
    }
  }

  private static String sent(Request request) {
    return "%s %s %s"
        .formatted(
            request,
            String.join(" ", request.headers()),
            request.body() == null
                ? "no body"
                : request.body().length
                    + " bytes "
                    + brief(new String(request.body(), StandardCharsets.UTF_8)));
  }

  private static String brief(String text) {
    return text.length() > 400 ? text.substring(0, 400) + "..." : text;
  }

  private static String header(Request request, String name) {
    for (int i = 0; i < request.headers().length; i += 2) {
      if (request.headers()[i].equals(name)) {
        return request.headers()[i + 1];
      }
    }
    return null;
  }

  private Request request(Operation operation, SeededRandom chance) {
    Kind kind = chance.percent(45) ? Kind.FITTING : chance.percent(35) ? Kind.EDGE : Kind.HOSTILE;
    ValueGenerator forge =
        new ValueGenerator(api, chance, name -> cast.thing(operation, name, chance));
    List<String> headers = new ArrayList<>();
    // an address for each request, so that no throttle slows it down for earlier requests
    headers.addAll(
        List.of("X-Forwarded-For", "2001:db8:" + hex(chance) + ":" + hex(chance) + "::1"));
    byte[] body = body(operation, kind, forge, chance, headers);
    String path = path(operation, kind, forge, chance);
    for (JsonNode parameter : api.parameters(operation)) {
      if (parameter.path("in").asText().equals("header")) {
        header(parameter, kind, forge, chance, headers);
      }
    }
    if (kind == Kind.HOSTILE && chance.percent(10)) {
      headers.addAll(
          List.of("Accept", chance.of("text/html", "*/*;q=2", "application/json;q=x", "x")));
    }
    return new Request(
        operation.method(),
        path,
        token(operation, kind, chance),
        body,
        headers.toArray(String[]::new));
  }

  private static String hex(SeededRandom chance) {
    return Integer.toHexString(chance.upTo(0xffff));
  }

  private String token(Operation operation, Kind kind, SeededRandom chance) {
    if (chance.percent(8)) {
      return chance.percent(70) ? null : "not.a.token";
    }
    List<String> roles = operation.roles();
    if (roles.isEmpty()) {
      return chance.percent(70) ? null : cast.token("customer", operation);
    }
    boolean sparing = kind != Kind.HOSTILE && operation.id().matches(COSTLY);
    return cast.token(sparing || chance.percent(6) ? "customer" : chance.of(roles), operation);
  }

  private String path(Operation operation, Kind kind, ValueGenerator forge, SeededRandom chance) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : api.parameters(operation)) {
      String name = parameter.path("name").asText();
      boolean inPath = parameter.path("in").asText().equals("path");
      boolean spoilt = kind == Kind.HOSTILE && chance.percent(inPath ? 15 : 40);
      String text =
          spoilt ? forge.hostileText() : plain(value(name, parameter.path("schema"), kind, forge));
      if (inPath) {
        path =
            path.replace(
                "{" + name + "}",
                encoded(text.isBlank() || CONTROL.matcher(text).find() ? "x" : text));
      } else if (parameter.path("in").asText().equals("query")
          && (parameter.path("required").asBoolean() || chance.percent(40))) {
        query.add(name + "=" + encoded(text));
      }
    }
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static JsonNode value(String name, JsonNode schema, Kind kind, ValueGenerator forge) {
    return kind == Kind.EDGE ? forge.edge(name, schema) : forge.fitting(name, schema);
  }

  private static String plain(JsonNode value) {
    return value.isArray() ? (value.isEmpty() ? "" : value.get(0).asText()) : value.asText();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void header(
      JsonNode parameter,
      Kind kind,
      ValueGenerator forge,
      SeededRandom chance,
      List<String> headers) {
    String name = parameter.path("name").asText();
    if (!parameter.path("required").asBoolean() && chance.percent(30)) {
      return;
    }
    String value =
        switch (kind) {
          case FITTING -> name.equals("If-Match") ? "*" : UUID.randomUUID().toString();
          case EDGE -> chance.of("a", "k".repeat(255), "k".repeat(256), "\"0\"", "*, \"1\"");
          case HOSTILE ->
              chance.of("", "*", "the same again", "\"\"", "W/\"1\"", "x".repeat(3_000), "a\tb");
        };
    headers.addAll(List.of(name, value));
  }

  private byte[] body(
      Operation operation,
      Kind kind,
      ValueGenerator forge,
      SeededRandom chance,
      List<String> headers) {
    if (operation.body().isEmpty()) {
      if (kind != Kind.HOSTILE || operation.method().equals("GET") || chance.percent(70)) {
        return null;
      }
      headers.addAll(List.of("Content-Type", "application/json"));
      return chance.of(List.copyOf(HostileBodies.forAnyRoute().values()));
    }
    boolean required = operation.said().at("/requestBody/required").asBoolean();
    if (!required && kind == Kind.FITTING && chance.percent(30)) {
      return null;
    }
    JsonNode value = value("", operation.body().get().path("schema"), kind, forge);
    boolean foreign = kind == Kind.HOSTILE && chance.percent(20);
    headers.addAll(
        List.of(
            "Content-Type",
            foreign
                ? chance.of(
                    "text/plain", "application/xml", "nonsense", "multipart/form-data", "*/*")
                : ApiDescription.JSON));
    if (kind == Kind.HOSTILE && chance.percent(5)) {
      headers.addAll(List.of("Content-Encoding", "gzip"));
    }
    return kind == Kind.HOSTILE && !foreign
        ? forge.spoilt(value)
        : value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
