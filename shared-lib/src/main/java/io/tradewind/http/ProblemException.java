package io.tradewind.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A problem of the catalogue, thrown where it is found and answered as problem+json. */
public class ProblemException extends RuntimeException {

  private final ProblemType type;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private Duration retryAfter;

  public ProblemException(ProblemType type, String detail) {
    super(detail);
    this.type = type;
  }

  public ProblemException(ProblemType type, String detail, Throwable cause) {
    super(detail, cause);
    this.type = type;
  }

  /** Adds an extension member of RFC 9457, such as the unknown SKUs. */
  public ProblemException with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  public ProblemException retryAfter(Duration wait) {
    this.retryAfter = wait;
    return this;
  }

  public ProblemType type() {
    return type;
  }

  public Map<String, Object> members() {
    return Collections.unmodifiableMap(members);
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The response to the client. */
  public Response response() {
    Response.ResponseBuilder answer = Problem.of(type, getMessage(), members()).response();
    if (retryAfter != null) {
      // whole seconds, at least one
      answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.plusMillis(999).toSeconds()));
    }
    if (type.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return answer.build();
  }
}
