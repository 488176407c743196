package io.tradewind.users.keys;

import static org.awaitility.Awaitility.await;

import io.tradewind.outside.Site.Answer;
import io.tradewind.users.UsersService;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Signing keys and their rotation. */
class KeysIT extends UsersService {

  @Test
  void aChangeOfKeysWaitsForAnotherReplicaThatMakesOne() throws SQLException {
    String lock = "SELECT pg_advisory_xact_lock(x'6b657973'::bigint)";
    String fresh;
    try (Connection replica = vault.holding(lock)) {
      CompletableFuture<Answer> rotation =
          CompletableFuture.supplyAsync(
              () -> site.post("/operations/keys/rotation", admin, Map.of("reason", "a drill")));
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> !rotation.isDone());
      replica.rollback();
      fresh = rotation.join().text("kid");
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> publishedKeys().contains(fresh));
  }

  @Test
  void theNextKeyIsPublishedBeforeThePresentOneEnds() {
    // a key that somebody retired meanwhile ends sooner
    vault.change(
        "UPDATE signing_key SET signs_until = now() + interval '30 minutes'"
            + " WHERE signs_until = (SELECT max(signs_until) FROM signing_key)");

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                vault.number(
                        "SELECT count(DISTINCT next.kid) FROM signing_key next"
                            + " JOIN signing_key present ON next.signs_from = present.signs_until"
                            + " WHERE next.signs_from > now()")
                    == 1);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                publishedKeys().size()
                    == vault.number("SELECT count(*) FROM signing_key WHERE true"));
  }

  private static List<String> publishedKeys() {
    return site.get("/jwks", null).body().get("keys").findValuesAsText("kid");
  }
}
