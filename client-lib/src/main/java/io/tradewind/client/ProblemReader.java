package io.tradewind.client;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Throws a problem for every answer from 400 up. */
public class ProblemReader implements ResponseExceptionMapper<TradewindProblem> {

  @Override
  public TradewindProblem toThrowable(Response response) {
    Map<String, Object> members = body(response);
    URI type = type(members.remove("type"));
    Object title = members.remove("title");
    Object detail = members.remove("detail");
    members.remove("status");
    return new TradewindProblem(
        type,
        response.getStatus(),
        title == null ? response.getStatusInfo().getReasonPhrase() : title.toString(),
        detail == null ? null : detail.toString(),
        members,
        retryAfter(response.getHeaderString(HttpHeaders.RETRY_AFTER)));
  }

  /** A proxy may answer with anything; a body that is no problem becomes one without members. */
  private static Map<String, Object> body(Response response) {
    try (InputStream stream = response.readEntity(InputStream.class)) {
      Object read = stream == null ? null : ClientJson.MAPPER.readValue(stream, Object.class);
      Map<String, Object> members = new LinkedHashMap<>();
      if (read instanceof Map<?, ?> map) {
        map.forEach((name, value) -> members.put(name.toString(), value));
      }
      return members;
    } catch (IOException | RuntimeException notJson) {
      return new LinkedHashMap<>();
    }
  }

  private static URI type(Object text) {
    try {
      return URI.create(text == null ? "about:blank" : text.toString());
    } catch (IllegalArgumentException notAUri) {
      return URI.create("about:blank");
    }
  }

  private static Duration retryAfter(String seconds) {
    return seconds != null && seconds.matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : null;
  }
}
