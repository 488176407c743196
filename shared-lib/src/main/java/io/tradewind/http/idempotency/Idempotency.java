package io.tradewind.http.idempotency;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.StrictJson;
import io.tradewind.http.identity.Caller;
import io.tradewind.messaging.Outbox;
import io.tradewind.values.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Idempotent requests: a repeated request with the same key gets the same answer and acts once. The
 * stored answer commits in the same transaction as the request's effects.
 */
@ApplicationScoped
public class Idempotency {

  private static final int MAX_KEY_CHARACTERS = 255;
  private static final byte[] NO_BODY = new byte[0];
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);

  @Inject StoredAnswers answers;
  @Inject Caller caller;
  @Inject Outbox outbox;

  /**
   * A request's identity: the same caller, operation and key are the same request.
   *
   * @param body the record that was sent, or null; compared by value
   */
  public record Asked(UUID caller, String operation, String key, Object body) {

    /** Identifies the request without revealing its sender or key. */
    public String hash() {
      return HexFormat.of().formatHex(Sha256.of(caller + "\n" + operation + "\n" + key));
    }

    private StoredAnswers.Request request() {
      byte[] json = body == null ? NO_BODY : StrictJson.write(body);
      return new StoredAnswers.Request(caller, operation, key, Sha256.of(json));
    }
  }

  /** Deletes the answers to these callers, which may contain what they typed. */
  public void forget(Collection<UUID> callers) {
    answers.forget(callers);
  }

  /**
   * Acts, or replays the stored answer to the same caller, operation, key and body. Called inside
   * the transaction in which {@code act} writes. Only a 2xx answer is stored.
   *
   * @param key null acts at once and stores nothing
   * @param body the record that was sent, or null; compared by value
   * @throws ProblemException 400 for a key that is empty or over 255 characters, 409 while the
   *     first request is being handled, 422 when the key was used with another body
   */
  public Response once(String operation, String key, Object body, Supplier<Response> act) {
    if (key == null) {
      return act.get();
    }
    StoredAnswers.Request request = asked(operation, key, body).request();
    Map<StoredAnswers.Request, StoredAnswers.Answer> fresh = new LinkedHashMap<>();
    Response answer = answer(request, answers.lockAndFind(List.of(request)).get(0), act, fresh);
    store(fresh);
    return answer;
  }

  /**
   * The same for many requests in one transaction, each with its own answer. The answers are
   * written with the transaction's messages. It fails as a whole when another transaction has just
   * answered one of the requests; then that one finds its answer when it is tried again.
   *
   * @param requests all different
   * @param act answers the request at this place in the list; as long as it has written nothing it
   *     may throw a {@link ProblemException}, which is then the answer
   * @return the answers in the order of the requests
   */
  public List<Response> each(List<Asked> requests, IntFunction<Response> act) {
    List<StoredAnswers.Request> asked = requests.stream().map(Asked::request).toList();
    List<StoredAnswers.Found> found = answers.lockAndFind(asked);
    Map<StoredAnswers.Request, StoredAnswers.Answer> fresh = new LinkedHashMap<>();
    List<Response> all = new ArrayList<>(asked.size());
    for (int i = 0; i < asked.size(); i++) {
      int place = i;
      try {
        all.add(answer(asked.get(i), found.get(i), () -> act.apply(place), fresh));
      } catch (ProblemException refused) {
        all.add(refused.response());
      }
    }
    outbox.changes(NewAnswers.class, NewAnswers::new).add(fresh);
    return all;
  }

  /**
   * The identity of the current caller's request.
   *
   * @throws ProblemException 400 for a key that is empty or over 255 characters
   */
  public Asked asked(String operation, String key, Object body) {
    return new Asked(caller.id(), operation, checked(key), body);
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

  private static Response answer(
      StoredAnswers.Request request,
      StoredAnswers.Found found,
      Supplier<Response> act,
      Map<StoredAnswers.Request, StoredAnswers.Answer> fresh) {
    if (found.answer() != null) {
      return storedAnswer(request, found.answer());
    }
    if (!found.locked()) {
      throw inProgress();
    }
    Response answer = act.get();
    return isSuccess(answer) ? kept(request, answer, fresh) : answer;
  }

  private static Response kept(
      StoredAnswers.Request request,
      Response answer,
      Map<StoredAnswers.Request, StoredAnswers.Answer> fresh) {
    byte[] body = answer.getEntity() == null ? null : StrictJson.write(answer.getEntity());
    String location = pathOf(answer.getLocation());
    fresh.put(
        request, new StoredAnswers.Answer(answer.getStatus(), location, body, request.bodyHash()));
    return body == null
        ? answer
        : Response.fromResponse(answer).entity(body).type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  /**
   * Throws to roll back the effects when another transaction has just answered the same request.
   */
  private void store(Map<StoredAnswers.Request, StoredAnswers.Answer> fresh) {
    if (!fresh.isEmpty() && !answers.store(fresh)) {
      throw inProgress();
    }
  }

  private static Response storedAnswer(StoredAnswers.Request request, StoredAnswers.Answer answer) {
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
