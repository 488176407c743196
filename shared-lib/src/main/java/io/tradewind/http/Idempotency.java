package io.tradewind.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A request that is sent again with the same key is answered again and acts once. The stored answer
 * commits with what the request did, so that neither is there without the other.
 */
@ApplicationScoped
public class Idempotency {

  private static final int MAX_KEY_CHARACTERS = 255;
  private static final byte[] NO_BODY = new byte[0];
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);

  private final StoredAnswers answers;
  private final Caller caller;

  protected Idempotency() {
    this(null, null);
  }

  @Inject
  Idempotency(StoredAnswers answers, Caller caller) {
    this.answers = answers;
    this.caller = caller;
  }

  /**
   * Acts, or replays the answer that the same caller, operation, key and body had before. Called
   * inside the transaction in which {@code act} writes. Only a 2xx answer is stored.
   *
   * @param key null acts at once and stores nothing
   * @param body the record that was sent, or null; it is compared by value
   * @throws ProblemException 400 for a key that is empty or over 255 characters, 409 while the
   *     first request is being handled, 422 when the key came with another body
   */
  public Response once(String operation, String key, Object body, Supplier<Response> act) {
    if (key == null) {
      return act.get();
    }
    StoredAnswers.Request request = request(operation, checked(key), body);
    StoredAnswers.Found found = answers.lockAndFind(request);
    if (found.answer() != null) {
      return replay(request, found.answer());
    }
    if (!found.locked()) {
      throw inProgress();
    }
    Response answer = act.get();
    return isSuccess(answer) ? stored(request, answer) : answer;
  }

  /**
   * @throws ProblemException 400 when the header is missing
   */
  public static String required(String key) {
    if (key == null) {
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_REQUIRED, "send an Idempotency-Key of 1 to 255 characters");
    }
    return checked(key);
  }

  private StoredAnswers.Request request(String operation, String key, Object body) {
    byte[] json = body == null ? NO_BODY : StrictJson.write(body);
    return new StoredAnswers.Request(caller.id(), operation, key, Sha256.of(json));
  }

  private Response stored(StoredAnswers.Request request, Response answer) {
    byte[] body = answer.getEntity() == null ? null : StrictJson.write(answer.getEntity());
    String location = pathOf(answer.getLocation());
    if (!answers.store(
        request,
        new StoredAnswers.Answer(answer.getStatus(), location, body, request.bodyHash()))) {
      throw inProgress();
    }
    return body == null
        ? answer
        : Response.fromResponse(answer).entity(body).type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static Response replay(StoredAnswers.Request request, StoredAnswers.Answer answer) {
    if (!Arrays.equals(request.bodyHash(), answer.bodyHash())) {
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_REUSED,
          "use a new key for a request that says something else");
    }
    Response.ResponseBuilder again = Response.status(answer.status());
    if (answer.location() != null) {
      again.header(HttpHeaders.LOCATION, answer.location());
    }
    if (answer.body() != null) {
      again.entity(answer.body()).type(MediaType.APPLICATION_JSON_TYPE);
    }
    return again.build();
  }

  private static boolean isSuccess(Response answer) {
    return answer.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL;
  }

  private static String checked(String key) {
    boolean writable = key.chars().allMatch(character -> character >= ' ' && character != 127);
    if (key.isEmpty() || key.length() > MAX_KEY_CHARACTERS || !writable) {
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_INVALID, "an Idempotency-Key has 1 to 255 characters");
    }
    return key;
  }

  private static String pathOf(URI location) {
    if (location == null) {
      return null;
    }
    String query = location.getRawQuery();
    return query == null ? location.getRawPath() : location.getRawPath() + "?" + query;
  }

  private static ProblemException inProgress() {
    return new ProblemException(
            ProblemType.REQUEST_IN_PROGRESS, "the first request with this key is not answered yet")
        .retryAfter(RETRY_SOON);
  }
}
