package io.tradewind.systemtests.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tradewind.systemtests.contract.ApiDescription.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks whether the document promises an answer to the request. */
final class ResponseCheck {

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * A NUL and half a surrogate pair are valid JSON but not valid text; a schema cannot exclude
   * them.
   */
  private static final Pattern UNSTORABLE = Pattern.compile("(?i)\\\\u(0000|d[89a-f])");

  private final ApiDescription api;

  ResponseCheck(ApiDescription api) {
    this.api = api;
  }

  /**
   * @param body or null
   * @param contentType or null
   */
  record Asked(byte[] body, String contentType) {}

  record Answered(int status, String contentType, byte[] body) {}

  List<String> complaints(Operation operation, Asked asked, Answered answered) {
    if (answered.status() >= 500) {
      return List.of("an error of our own");
    }
    JsonNode response = api.resolved(operation.response(answered.status()));
    if (response.isMissingNode()) {
      return List.of("a status that the document does not name");
    }
    List<String> complaints = new ArrayList<>(ofBody(response.path("content"), answered));
    boolean granted = answered.status() / 100 == 2;
    List<String> misfits = misfits(operation, asked);
    if (granted) {
      misfits.forEach(misfit -> complaints.add("accepted although " + misfit));
    }
    if (misfits.isEmpty()
        && operation.body().isPresent()
        && slug(answered).equals("malformed-body")) {
      complaints.add("no body for the service although it is one for the document");
    }
    return complaints;
  }

  private List<String> ofBody(JsonNode content, Answered answered) {
    if (content.isMissingNode()) {
      return answered.body().length == 0 ? List.of() : List.of("a body where none is promised");
    }
    String type = answered.contentType().replaceFirst(";.*", "").strip();
    JsonNode form = content.path(type);
    if (form.isMissingNode()) {
      return List.of("a body of the type " + type);
    }
    return read(answered.body())
        .map(json -> api.misfits(form.path("schema"), json))
        .orElse(List.of("a body that is no JSON"));
  }

  private List<String> misfits(Operation operation, Asked asked) {
    if (operation.body().isEmpty()) {
      return List.of();
    }
    if (asked.body() == null || asked.body().length == 0) {
      return operation.said().at("/requestBody/required").asBoolean()
          ? List.of("there is no body")
          : List.of();
    }
    if (asked.contentType() == null || !asked.contentType().startsWith("application/json")) {
      return List.of("it is of the type " + asked.contentType());
    }
    String text = new String(asked.body(), StandardCharsets.UTF_8);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      return List.of("it begins with a byte order mark, which JSON does not");
    }
    if (UNSTORABLE.matcher(text).find()) {
      return List.of("it holds what no database can store");
    }
    return read(asked.body())
        .map(json -> api.misfits(operation.body().get().path("schema"), json))
        .orElse(List.of("it is no JSON"));
  }

  private static String slug(Answered answered) {
    return read(answered.body())
        .map(json -> json.path("type").asText().replaceFirst(".*/", ""))
        .orElse("");
  }

  private static Optional<JsonNode> read(byte[] body) {
    try {
      return Optional.ofNullable(STRICT.readTree(body)).filter(json -> !json.isMissingNode());
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }
}
