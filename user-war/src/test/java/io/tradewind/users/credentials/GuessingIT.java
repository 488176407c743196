package io.tradewind.users.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.outside.Site.Answer;
import io.tradewind.users.UsersService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that guesses waits longer each time, and the owner can still sign in. */
class GuessingIT extends UsersService {

  @Test
  void strangersAreSlowedDownAndTheOwnerGetsInAllTheSame() {
    person("besieged@example.org");
    List<Answer> tries =
        IntStream.range(0, 100)
            .mapToObj(i -> login("besieged@example.org", "guess", "198.51.100.7"))
            .toList();
    List<Answer> unknown =
        IntStream.range(0, 100)
            .mapToObj(i -> login("nobody-here@example.org", "guess", "198.51.100.8"))
            .toList();

    assertThat(tries).extracting(Answer::status).containsOnly(401, 429);
    assertThat(unknown).extracting(Answer::status).containsOnly(401, 429);
    assertThat(tries.get(11).status()).isEqualTo(429);
    assertThat(unknown.get(11).body()).isEqualTo(tries.get(11).body());
    int once = secondsToWait(tries.get(11));
    assertThat(once).isPositive();
    await().until(() -> login("besieged@example.org", "guess", "198.51.100.7").status() == 401);
    assertThat(secondsToWait(login("besieged@example.org", "guess", "198.51.100.7")))
        .isGreaterThan(once);
    assertThat(login("besieged@example.org", PASSWORD, "203.0.113.9").status()).isEqualTo(200);
    assertThat(site.post("/login", null, credentials("besieged@example.org", PASSWORD)).status())
        .isEqualTo(200);
  }

  private static int secondsToWait(Answer refused) {
    return Integer.parseInt(refused.headers().get("Retry-After"));
  }

  /** Tries every call that guesses or searches, each from an address of its own. */
  @Test
  void everyFailureCountsAgainstTheAddressAndTheAccount() {
    Person person = person("counted@example.org");
    String guess = "a guess that nobody was ever given";
    Map<String, Answer> failures = new HashMap<>();
    failures.put("198.51.100.101", login("counted@example.org", guess, "198.51.100.101"));
    failures.put(
        "198.51.100.102", from("198.51.100.102", "", null, registration("counted@example.org")));
    failures.put(
        "198.51.100.103", from("198.51.100.103", "/refresh", null, Map.of("refreshToken", guess)));
    failures.put(
        "198.51.100.104",
        from(
            "198.51.100.104",
            "/password-reset/confirm",
            null,
            Map.of("token", guess, "newPassword", PASSWORD)));
    failures.put(
        "198.51.100.105", from("198.51.100.105", "/verification", null, Map.of("token", guess)));
    failures.put(
        "198.51.100.106",
        from("198.51.100.106", "/me/password", person.accessToken(), passwords(guess, PASSWORD)));
    failures.put(
        "198.51.100.107",
        from(
            "198.51.100.107",
            "/me/email",
            person.accessToken(),
            credentials("counted-anew@example.org", guess)));

    failures.forEach(
        (address, answer) -> {
          assertThat(answer.status()).as(answer.raw()).isBetween(400, 422);
          assertThat(vault.failuresOf(vault.addressMark(address))).as(answer.raw()).isOne();
        });
    assertThat(vault.failuresOf(vault.accountMark("counted@example.org"))).isEqualTo(3);
  }

  @Test
  void anAccountThatIsGuessedAtFromEverywhereIsOpenWhereItsOwnerWas() {
    from("203.0.113.77", "", null, registration("hunted@example.org"));
    vault.suspect(vault.accountMark("hunted@example.org"));

    assertThat(login("hunted@example.org", PASSWORD, "198.51.100.110").status()).isEqualTo(429);
    assertThat(login("hunted@example.org", PASSWORD, "203.0.113.77").status()).isEqualTo(200);
  }

  /** Without a hash, a quick answer would reveal that the account is unknown. */
  @Test
  void knownAndUnknownAccountsTakeAsLongToRefuse() {
    person("timed@example.org");
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      known.add(nanosToRefuse("timed@example.org"));
      unknown.add(nanosToRefuse("untimed@example.org"));
    }

    // without a hash, one would take some ten times as long as the other
    assertThat((double) median(known) / median(unknown)).isBetween(0.5, 2.0);
  }

  /** The answer does not wait for any work that a known account needs. */
  @Test
  void aResetIsAnsweredBeforeAnybodyLooksWhetherTheAccountIsKnown() {
    Person person = person("reset-time@example.org");

    Answer answer =
        vault.changeMeanwhile(
            "UPDATE account SET version = version + 1 WHERE id = '" + person.id() + "'",
            () -> site.post("/password-reset", null, Map.of("email", "reset-time@example.org")));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(mailed("reset-time@example.org", "Set a new password")).isNotBlank();
  }

  private static long nanosToRefuse(String email) {
    long begun = System.nanoTime();
    assertThat(login(email, "another one", "198.51.100.20").status()).isEqualTo(401);
    return System.nanoTime() - begun;
  }

  private static long median(List<Long> samples) {
    return samples.stream().sorted().toList().get(samples.size() / 2);
  }

  @Test
  void aSuspectAddressOpensNoAccountThatItNeverOpened() {
    person("traveller@example.org");
    vault.suspect(vault.addressMark("198.51.100.66"));

    assertThat(
            List.of(
                from("198.51.100.66", "", null, registration("late@example.org")),
                login("traveller@example.org", PASSWORD, "198.51.100.66")))
        .allSatisfy(
            refused -> {
              assertThat(refused.status()).isEqualTo(429);
              assertThat(refused.problem()).isEqualTo("too-many-requests");
            });
  }
}
