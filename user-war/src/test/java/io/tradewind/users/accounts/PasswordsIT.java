package io.tradewind.users.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.outside.Site.Answer;
import io.tradewind.users.UsersService;
import io.tradewind.users.credentials.control.Passwords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Passwords: which are allowed, how they are stored, and what a new one ends. */
class PasswordsIT extends UsersService {

  @Test
  void aNewPasswordEndsEverySignIn() {
    Person person = person("change@example.org");
    String changed = "an entirely new one";

    assertThat(
            site.post("/me/password", person.accessToken(), passwords("wrong wrong", changed))
                .problem())
        .isEqualTo("wrong-password");
    assertThat(
            site.post("/me/password", person.accessToken(), passwords(PASSWORD, changed)).status())
        .isEqualTo(204);

    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(site.post("/login", null, credentials("change@example.org", PASSWORD)).status())
        .isEqualTo(401);
    assertThat(site.post("/login", null, credentials("change@example.org", changed)).status())
        .isEqualTo(200);
  }

  @Test
  void aSignInWithAPasswordThatIsBeingChangedOpensNothing() {
    Person person = person("overtaken@example.org");
    CompletableFuture<Answer> signIn =
        vault.changeMeanwhile(
            "UPDATE account SET password_hash = 'another', version = version + 1 WHERE id = '%s'"
                .formatted(person.id()),
            () -> site.postLater("/login", credentials("overtaken@example.org", PASSWORD)));
    assertThat(signIn.join().status()).isEqualTo(401);
  }

  @Test
  void aCommonPasswordIsRefusedWhereverOneIsSet() {
    Map<String, String> common = new HashMap<>(registration("common@example.org"));
    common.put("password", "Password123");

    Answer refused = site.post("", null, common);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("field")).isEqualTo("password");
    Person person = person("uncommon@example.org");
    assertThat(
            site.post("/me/password", person.accessToken(), passwords(PASSWORD, "iloveyou1"))
                .text("field"))
        .isEqualTo("newPassword");
  }

  @Test
  void aHashThatHasBecomeTooWeakIsRenewedAtTheNextSignIn() {
    Person person = person("weak@example.org");
    vault.change(
        "UPDATE account SET password_hash = '%s' WHERE id = '%s'"
            .formatted(new Passwords(1000).hash(PASSWORD), person.id()));
    String strong =
        "SELECT count(*) FROM account WHERE id = ? AND password_hash LIKE 'pbkdf2-sha256$100000$%'";
    assertThat(vault.count(strong, person.id())).isZero();

    assertThat(login("weak@example.org", "a guess", "198.51.100.31").status()).isEqualTo(401);
    assertThat(vault.count(strong, person.id())).isZero();
    signedIn(person.id(), "weak@example.org");
    assertThat(vault.count(strong, person.id())).isOne();
    signedIn(person.id(), "weak@example.org");
  }

  @Test
  void aPasswordHasEightToTwoHundredAndFiftySixCharacters() {
    Map<Integer, Integer> answers = new TreeMap<>();
    for (int length : List.of(0, 7, 8, 256, 257)) {
      Map<String, String> wanted = new HashMap<>(registration("length" + length + "@example.org"));
      wanted.put("password", "aZ9 ".repeat(65).substring(0, length));
      answers.put(length, site.post("", null, wanted).status());
    }

    assertThat(answers).isEqualTo(Map.of(0, 400, 7, 400, 8, 201, 256, 201, 257, 400));
  }

  @Test
  void anEmojiIsOneCharacterOfAPassword() {
    Map<String, String> wanted = new HashMap<>(registration("emoji@example.org"));
    wanted.put("password", "🛒".repeat(7));
    Answer refused = site.post("", null, wanted);
    wanted.put("password", "🛒".repeat(8));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().at("/violations/0/field").asText()).isEqualTo("password");
    assertThat(site.post("", null, wanted).status()).isEqualTo(201);
  }
}
