package io.tradewind.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;

/**
 * A problem in its JSON form (RFC 9457).
 *
 * @param type {@code about:blank} for a status that has no entry in the catalogue
 * @param members extension members, at the same level as the others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail"})
public record Problem(
    URI type, String title, int status, String detail, @JsonAnyGetter Map<String, Object> members) {

  public static final String MEDIA_TYPE = "application/problem+json";

  private static final URI BLANK = URI.create("about:blank");
  private static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

  static Problem of(ProblemType type, String detail, Map<String, Object> members) {
    return new Problem(type.uri(), type.title(), type.status(), detail, members);
  }

  /** The problem for a plain status, such as the container's own 405. */
  static Problem ofStatus(int status, String detail) {
    return ProblemType.general(status)
        .map(type -> of(type, detail, Map.of()))
        .orElseGet(() -> new Problem(BLANK, titleOf(status), status, detail, Map.of()));
  }

  byte[] json() {
    return StrictJson.write(this);
  }

  /** Serialised to bytes, so that no Accept header can ask for another form. */
  Response.ResponseBuilder response() {
    return Response.status(status).type(PROBLEM_JSON).entity(json());
  }

  private static String titleOf(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Status " + status : known.getReasonPhrase();
  }
}
