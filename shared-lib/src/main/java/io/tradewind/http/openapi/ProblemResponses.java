package io.tradewind.http.openapi;

import static org.eclipse.microprofile.openapi.OASFactory.createAPIResponse;
import static org.eclipse.microprofile.openapi.OASFactory.createContent;
import static org.eclipse.microprofile.openapi.OASFactory.createExample;
import static org.eclipse.microprofile.openapi.OASFactory.createHeader;
import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;

import io.tradewind.http.Problem;
import io.tradewind.http.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The problems of the catalogue in the OpenAPI document. */
final class ProblemResponses {

  private static final String PROBLEM = "Problem";
  private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(409, 429, 503);

  private ProblemResponses() {}

  /** Adds the components that operations reference. */
  static void describe(Components components) {
    components.addSchema(PROBLEM, problem());
    components.addHeader(
        HttpHeaders.RETRY_AFTER,
        header("seconds after which the same request may be sent again", SchemaType.INTEGER));
    components.addHeader(
        HttpHeaders.WWW_AUTHENTICATE, header("how to sign in: Bearer", SchemaType.STRING));
    components.addHeader(
        HttpHeaders.ETAG,
        header("the version that a change must name in If-Match", SchemaType.STRING));
    components.addHeader(
        HttpHeaders.LOCATION, header("where the thing can be read", SchemaType.STRING));
    for (ProblemType type : ProblemType.values()) {
      components.addExample(type.slug(), createExample().value(sample(type)));
    }
  }

  /** One response per status, with all its problems. */
  static void add(APIResponses responses, Set<ProblemType> problems) {
    problems.stream()
        .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()))
        .forEach(
            (status, types) ->
                responses.addAPIResponse(Integer.toString(status), response(status, types)));
  }

  private static APIResponse response(int status, List<ProblemType> types) {
    MediaType content = createMediaType().schema(only(types));
    types.forEach(
        type ->
            content.addExample(
                type.slug(), createExample().ref("#/components/examples/" + type.slug())));
    APIResponse response =
        createAPIResponse()
            .description(
                Response.Status.fromStatusCode(status) == null
                    ? types.get(0).title()
                    : Response.Status.fromStatusCode(status).getReasonPhrase())
            .content(createContent().addMediaType(Problem.MEDIA_TYPE, content));
    if (WORTH_ANOTHER_TRY.contains(status)) {
      response.addHeader(HttpHeaders.RETRY_AFTER, reference(HttpHeaders.RETRY_AFTER));
    }
    if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
      response.addHeader(HttpHeaders.WWW_AUTHENTICATE, reference(HttpHeaders.WWW_AUTHENTICATE));
    }
    return response;
  }

  static Header reference(String header) {
    return createHeader().ref("#/components/headers/" + header);
  }

  private static Schema only(List<ProblemType> types) {
    List<Object> uris = types.stream().<Object>map(type -> type.uri().toString()).toList();
    return createSchema()
        .addAllOf(createSchema().ref("#/components/schemas/" + PROBLEM))
        .addAllOf(createSchema().addProperty("type", createSchema().enumeration(uris)));
  }

  private static Schema problem() {
    Schema violation = object().addProperty("field", text()).addProperty("message", text());
    violation.setRequired(List.of("field", "message"));
    return object()
        .description("RFC 9457; other members say more of some problems")
        .addProperty("type", text().format("uri"))
        .addProperty("title", text())
        .addProperty("status", createSchema().addType(SchemaType.INTEGER))
        .addProperty("detail", text().description("what is wrong with this very request"))
        .addProperty(
            "violations",
            createSchema()
                .addType(SchemaType.ARRAY)
                .description("the fields of an invalid-request")
                .items(violation))
        .required(List.of("type", "title", "status"));
  }

  private static Map<String, Object> sample(ProblemType type) {
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put("type", type.uri().toString());
    sample.put("title", type.title());
    sample.put("status", type.status());
    return sample;
  }

  private static Schema object() {
    return createSchema().addType(SchemaType.OBJECT);
  }

  private static Schema text() {
    return createSchema().addType(SchemaType.STRING);
  }

  private static Header header(String description, SchemaType type) {
    return createHeader().description(description).schema(createSchema().addType(type));
  }
}
