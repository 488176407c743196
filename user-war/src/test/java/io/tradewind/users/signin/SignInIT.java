package io.tradewind.users.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.outside.Site.Answer;
import io.tradewind.users.UsersService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sign-ins, their tokens and their end. */
class SignInIT extends UsersService {

  @Test
  void knownAndUnknownAccountsAreRefusedAlike() {
    person("alike@example.org");

    Answer wrong = site.post("/login", null, credentials("alike@example.org", "another one"));
    Answer unknown = site.post("/login", null, credentials("nobody@example.org", "another one"));

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(wrong.problem()).isEqualTo("invalid-credentials");
  }

  @Test
  void aRefreshTokenUsedTwiceEndsTheWholeSignIn() {
    Person person = person("reuse@example.org");
    Answer second = refresh(person.refreshToken());

    assertThat(second.status()).isEqualTo(200);
    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(refresh(second.text("refreshToken")).status()).isEqualTo(401);
  }

  @Test
  void aRefreshTokenShownByManyAtOnceServesOneAndEndsTheSession() {
    Person person = person("race@example.org");
    Map<String, String> body = Map.of("refreshToken", person.refreshToken());

    List<Answer> answers =
        Stream.generate(() -> site.postLater("/refresh", body)).limit(10).toList().stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(9);
  }

  @Test
  void signingOutEndsThisSignInAndNoOther() {
    Person here = person("out@example.org");
    Person there = signedIn(here.id(), "out@example.org");

    assertThat(site.post("/logout", here.accessToken(), "").status()).isEqualTo(204);

    assertThat(refresh(here.refreshToken()).status()).isEqualTo(401);
    assertThat(refresh(there.refreshToken()).status()).isEqualTo(200);
  }

  @Test
  void anAdminEndsSomebodysSessions() {
    Person person = person("ended@example.org");
    assertThat(site.get("/" + person.id() + "/sessions", admin).body().get("items")).hasSize(1);

    assertThat(site.delete("/" + person.id() + "/sessions", admin).status()).isEqualTo(204);

    assertThat(site.get("/" + person.id() + "/sessions", admin).body().get("items")).isEmpty();
    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
  }

  /** A person who reads the database or its backup cannot continue anybody's session. */
  @Test
  void noTokenIsKeptAsItWasGivenOut() {
    Person person = person("backup@example.org");
    String proof = mailed("backup@example.org", "Confirm your e-mail address");
    assertThat(kept("refresh_token", person.refreshToken())).isZero();
    assertThat(kept("session", person.accessToken())).isZero();
    assertThat(kept("mailed_token", proof)).isZero();
    assertThat(kept("account", "backup@example.org")).isOne();
  }

  private static long kept(String table, String text) {
    return vault.number(
        "SELECT count(*) FROM %s AS kept WHERE kept::text LIKE '%%%s%%'".formatted(table, text));
  }

  @Test
  void aPersonSeesTheirSignInsAndEndsAnyOfThem() {
    Person here = person("sessions@example.org");
    Person there = signedIn(here.id(), "sessions@example.org");
    JsonNode both = site.get("/me/sessions", here.accessToken()).body().get("items");
    assertThat(both).hasSize(2);
    assertThat(both.get(0).get("current").asBoolean()).isFalse();
    assertThat(both.get(1).get("current").asBoolean()).isTrue();
    String other = both.get(0).get("id").asText();
    Person stranger = person("nosy@example.org");

    assertThat(site.delete("/me/sessions/" + other, stranger.accessToken()).status())
        .isEqualTo(404);
    assertThat(site.delete("/me/sessions/" + other, here.accessToken()).status()).isEqualTo(204);
    assertThat(site.delete("/me/sessions/" + other, here.accessToken()).status()).isEqualTo(404);

    assertThat(refresh(there.refreshToken()).status()).isEqualTo(401);
    assertThat(site.get("/me/sessions", here.accessToken()).body().get("items")).hasSize(1);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> site.get("/me", there.accessToken()).status() == 401);
    assertThat(site.get("/me", here.accessToken()).status()).isEqualTo(200);
    assertThat(site.get("/sessions/ended", null).raw()).doesNotContain(other);
  }
}
