package io.tradewind.users.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.outside.Site.Answer;
import io.tradewind.users.UsersService;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Mailed tokens and what they prove. */
class MailIT extends UsersService {

  @Test
  void aForgottenPasswordIsResetByTheMailedTokenOnce() {
    Person person = person("forgot@example.org");
    Answer known = site.post("/password-reset", null, Map.of("email", "FORGOT@example.org"));
    Answer unknown = site.post("/password-reset", null, Map.of("email", "nobody@example.org"));
    assertThat(known.status()).isEqualTo(202);
    assertThat(unknown.status()).isEqualTo(202);
    assertThat(known.body()).isEmpty();
    Map<String, String> confirmation =
        Map.of(
            "token",
            mailed("forgot@example.org", "Set a new password"),
            "newPassword",
            "remembered this time");

    assertThat(site.post("/password-reset/confirm", null, confirmation).status()).isEqualTo(204);
    assertThat(site.post("/password-reset/confirm", null, confirmation).problem())
        .isEqualTo("token-not-good");

    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(
            site.post("/login", null, credentials("forgot@example.org", "remembered this time"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void theMailedTokenProvesAnAddress() {
    Person person = person("verify@example.org");
    Map<String, String> proof =
        Map.of("token", mailed("verify@example.org", "Confirm your e-mail address"));

    assertThat(site.get("/me", person.accessToken()).body().get("emailVerified").asBoolean())
        .isFalse();
    assertThat(site.post("/verification", null, proof).status()).isEqualTo(204);
    assertThat(site.get("/me", person.accessToken()).body().get("emailVerified").asBoolean())
        .isTrue();
    assertThat(site.post("/verification", null, proof).problem()).isEqualTo("token-not-good");
  }

  @Test
  void aNewAddressCountsOnceItIsProved() {
    Person person = person("before@example.org");
    person("occupied@example.org");
    String token = person.accessToken();

    assertThat(site.post("/me/email", token, credentials("after@example.org", "wrong")).problem())
        .isEqualTo("wrong-password");
    assertThat(
            site.post("/me/email", token, credentials("occupied@example.org", PASSWORD)).status())
        .isEqualTo(202);
    assertThat(site.post("/me/email", token, credentials("after@example.org", PASSWORD)).status())
        .isEqualTo(202);
    assertThat(site.get("/me", token).text("email")).isEqualTo("before@example.org");

    String proof = mailed("after@example.org", "Confirm your new e-mail address");
    assertThat(site.post("/verification", null, Map.of("token", proof)).status()).isEqualTo(204);

    assertThat(site.get("/me", token).text("email")).isEqualTo("after@example.org");
    assertThat(site.get("/me", token).body().get("emailVerified").asBoolean()).isTrue();
    assertThat(site.post("/login", null, credentials("after@example.org", PASSWORD)).status())
        .isEqualTo(200);
    assertThat(site.post("/login", null, credentials("before@example.org", PASSWORD)).status())
        .isEqualTo(401);
    assertThat(stack.mail().letters("occupied@example.org")).hasSize(1);
  }

  @Test
  void mailWaitsForAMailServerThatIsAway() {
    stack.mail().close();
    person("patient@example.org");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                vault.number(
                    "SELECT max(attempts) FROM mailed_token t JOIN account a ON a.id = account_id"
                        + " WHERE email = 'patient@example.org'"),
            attempts -> attempts > 0);

    stack.mail().start();

    assertThat(mailed("patient@example.org", "Confirm your e-mail address")).isNotBlank();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                vault.number(
                    "SELECT count(*) FROM mailed_token t JOIN account a ON a.id = account_id"
                        + " WHERE email = 'patient@example.org' AND token_sealed IS NOT NULL"),
            unsent -> unsent == 0);
  }

  @Test
  void nobodysMailboxIsFilledByAskingForResets() {
    Person person = person("flooded@example.org");
    for (int i = 0; i < 12; i++) {
      assertThat(
              site.post("/password-reset", null, Map.of("email", "flooded@example.org")).status())
          .isEqualTo(202);
    }
    mailed("flooded@example.org", "Set a new password");

    assertThat(
            vault.count(
                "SELECT count(*) FROM mailed_token WHERE account_id = ?"
                    + " AND purpose = 'RESET_PASSWORD'",
                person.id()))
        .isBetween(1L, 5L);
  }
}
