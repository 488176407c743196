package io.tradewind.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.outside.Site;
import io.tradewind.outside.Site.Answer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.users.signin.control.Passwords;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service on its real parts, met over HTTP alone; its database is read, never written. */
class UsersIT {

  private static final String PASSWORD = "correct horse battery";
  private static final String ADDRESSES = "/me/addresses";
  private static final Pattern CODE = Pattern.compile("(?m)^[A-Za-z0-9_-]{43}$");
  private static final AtomicLong PHONES = new AtomicLong(4_915_100_000_000L);
  private static final AtomicLong NAMES = new AtomicLong();

  private static Stack stack;
  private static Site site;
  private static Vault vault;
  private static String admin;

  /** Somebody with an account, signed in. */
  private record Person(String id, String email, String accessToken, String refreshToken) {}

  @BeforeAll
  static void start() {
    stack =
        Stack.forTests(Service.USERS)
            .env("TOKEN_KEY_SECRET", Vault.SECRET)
            // a sixth of production's, and by far what a refusal takes longest for
            .env("TRADEWIND_PASSWORDS_ITERATIONS", "100000")
            .start();
    site = Site.of(stack.url(Service.USERS), "users");
    vault = new Vault(stack.postgres());
    Map<String, String> signIn =
        Map.of("email", "admin@tradewind.example", "password", stack.adminPassword());
    Answer answer = site.post("/login", null, signIn);
    assertThat(answer.status()).isEqualTo(200);
    admin = answer.text("accessToken");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void whoRegistersIsFoundAtTheLocationAndIsACustomer() {
    Answer registered = site.post("", null, registration("reg@example.org"));

    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.headers().get("Location"))
        .isEqualTo(stack.url(Service.USERS) + "api/users/" + registered.text("id"));
    Person person = signedIn(registered.text("id"), "reg@example.org");
    Answer me = site.get("/me", person.accessToken());
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body()).isEqualTo(registered.body());
    assertThat(me.body().get("roles")).extracting(JsonNode::asText).containsExactly("customer");
    assertThat(site.get("/" + person.id(), person.accessToken()).body()).isEqualTo(me.body());
  }

  @Test
  void anAddressOrNumberBelongsToOneAccountHoweverManyAskAtOnce() {
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String email = i % 2 == 0 ? "once@example.org" : "ONCE@Example.ORG";
      asked.add(site.postLater("", registration(email)));
    }

    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .hasSize(11)
        .allMatch(answer -> answer.problem().equals("email-taken"));
  }

  @Test
  void aTakenPhoneNumberIsToldAtRegistrationAndAtAChange() {
    Map<String, String> first = registration("phone1@example.org");
    site.post("", null, first);
    Person second = person("phone2@example.org");
    Map<String, String> same =
        Map.of(
            "email",
            "phone3@example.org",
            "phone",
            first.get("phone"),
            "password",
            PASSWORD,
            "name",
            "Ann");

    assertThat(site.post("", null, same).problem()).isEqualTo("phone-taken");
    assertThat(
            patch("/me", second.accessToken(), "*", Map.of("phone", first.get("phone"))).problem())
        .isEqualTo("phone-taken");
  }

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
  void ofManyWhoShowARefreshTokenAtOnceOneIsServedAndTheSignInEnds() {
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

  /** The code in the newest letter of this subject, once it has come. */
  private static String mailed(String to, String subject) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                stack.mail().letters(to).stream()
                    .map(letter -> letter.replace("\r", ""))
                    .filter(letter -> letter.contains("Subject: " + subject))
                    .flatMap(letter -> CODE.matcher(letter).results())
                    .map(code -> code.group().strip())
                    .reduce((first, second) -> second),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void aChangeNamesTheVersionItWasDecidedOn() {
    Person person = person("version@example.org");
    String read = site.get("/me", person.accessToken()).headers().get("ETag");
    Map<String, String> change = Map.of("name", "Anna");

    assertThat(patch("/me", person.accessToken(), null, change).status()).isEqualTo(428);
    Answer changed = patch("/me", person.accessToken(), read, change);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("name")).isEqualTo("Anna");
    assertThat(changed.headers().get("ETag")).isNotEqualTo(read);
    assertThat(patch("/me", person.accessToken(), read, change).status()).isEqualTo(412);
  }

  @Test
  void nobodyGivesThemselvesARole() {
    Person person = person("climber@example.org");

    assertThat(patch("/me", person.accessToken(), "*", Map.of("roles", List.of("admin"))).status())
        .isEqualTo(400);
    assertThat(
            patch("/" + person.id(), person.accessToken(), "*", Map.of("roles", List.of("admin")))
                .status())
        .isEqualTo(403);
    assertThat(site.get("", person.accessToken()).status()).isEqualTo(403);
  }

  @Test
  void anErasedAccountLeavesNothingThatNamesThePerson() {
    Person person = person("erased@example.org");
    added(person.accessToken(), "Forgotten Street", true);

    assertThat(site.delete("/me", person.accessToken()).status()).isEqualTo(204);

    assertThat(site.get("/me", person.accessToken()).status()).isIn(401, 404);
    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(site.post("/login", null, credentials("erased@example.org", PASSWORD)).status())
        .isEqualTo(401);
    assertThat(
            vault.count(
                "SELECT num_nonnulls(email, email_key, phone_number, name, password_hash)"
                    + " + (SELECT count(*) FROM mailed_token WHERE account_id = account.id)"
                    + " + (SELECT count(*) FROM postal_address WHERE account_id = account.id)"
                    + " FROM account WHERE id = ?",
                person.id()))
        .isZero();
    assertThat(site.post("", null, registration("erased@example.org")).status()).isEqualTo(201);
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
  void anAdminFindsEverybodyPageByPage() {
    for (int i = 0; i < 3; i++) {
      person("page" + i + "@example.org");
    }
    List<String> emails = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = site.get("?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor), admin);
      assertThat(page.status()).isEqualTo(200);
      page.body().get("items").forEach(item -> emails.add(item.get("email").asText()));
      cursor = page.body().get("next").isNull() ? null : page.text("next");
    } while (cursor != null);

    assertThat(emails)
        .doesNotHaveDuplicates()
        .contains("admin@tradewind.example", "page0@example.org", "page2@example.org");
    assertThat(site.get("?cursor=bm90LWFuLWlk", admin).problem()).isEqualTo("invalid-cursor");
  }

  @Test
  void anAdminSearchesByAddressRoleAndState() {
    Person worker = person("search-worker@example.org");
    Person idle = person("search-idle@example.org");
    patch("/" + worker.id(), admin, "*", Map.of("roles", List.of("staff")));
    patch("/" + idle.id(), admin, "*", Map.of("active", false));

    assertThat(found("?email=SEARCH-")).containsExactlyInAnyOrder(worker.id(), idle.id());
    assertThat(found("?email=search-&role=staff")).containsExactly(worker.id());
    assertThat(found("?email=search-&active=false")).containsExactly(idle.id());
    assertThat(found("?email=%25search")).isEmpty();
    assertThat(site.get("?role=king", admin).status()).isEqualTo(400);
    assertThat(site.get("?active=perhaps", admin).status()).isEqualTo(400);
  }

  private static List<String> found(String query) {
    List<String> ids = new ArrayList<>();
    site.get(query, admin).body().get("items").forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }

  @Test
  void anAdminEndsSomebodysSessions() {
    Person person = person("ended@example.org");
    assertThat(site.get("/" + person.id() + "/sessions", admin).body().get("items")).hasSize(1);

    assertThat(site.delete("/" + person.id() + "/sessions", admin).status()).isEqualTo(204);

    assertThat(site.get("/" + person.id() + "/sessions", admin).body().get("items")).isEmpty();
    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
  }

  @Test
  void whatAdminsDoIsAChainThatShowsEveryTampering() {
    Person person = person("audited@example.org");
    Map<String, Object> change = Map.of("active", false, "reason", "a complaint");
    patch("/" + person.id(), admin, "*", change);
    JsonNode newest =
        site.get("/operations/actions?subject=account/" + person.id(), admin).body().at("/items/0");
    assertThat(newest.get("action").asText()).isEqualTo("change access");
    assertThat(newest.get("reason").asText()).isEqualTo("a complaint");
    assertThat(newest.get("detail").get("active").asBoolean()).isFalse();
    patch("/" + person.id(), admin, "*", change);
    assertThat(chain().get("intact").asBoolean()).isTrue();
    long position = newest.get("position").asLong();

    String row = " WHERE position = " + position;
    String edit = "UPDATE operator_action SET %s" + row;
    String rest = ", at, who, action, subject, reason, detail, trace_id, previous, hash";
    assertThat(
            Stream.of(
                    edit.formatted("reason = 'no complaint'"),
                    edit.formatted("who = gen_random_uuid()"),
                    edit.formatted("at = at - interval '1 day'"),
                    "DELETE FROM operator_action" + row,
                    "INSERT INTO operator_action (position%s) SELECT position + 2%s FROM operator_action%s"
                        .formatted(rest, rest, row))
                .map(UsersIT::firstBrokenAfter))
        .containsExactly(position, position, position, position + 1, position + 2);
    assertThat(chain().get("intact").asBoolean()).isTrue();
  }

  /** The owner of the database does this, and undoes it. */
  private static long firstBrokenAfter(String tampering) {
    vault.change(
        "CREATE TABLE kept AS TABLE operator_action;"
            + "ALTER TABLE operator_action DISABLE TRIGGER operator_action_chained;"
            + tampering);
    JsonNode chain = chain();
    vault.change(
        "DELETE FROM operator_action; INSERT INTO operator_action TABLE kept; DROP TABLE kept;"
            + "ALTER TABLE operator_action ENABLE TRIGGER operator_action_chained");
    assertThat(chain.get("intact").asBoolean()).as(tampering).isFalse();
    return chain.get("firstBroken").asLong();
  }

  private static JsonNode chain() {
    return site.get("/operations/actions/verification", admin).body();
  }

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
  void aPersonTakesAllTheirDataAway() {
    Person person = person("export@example.org");
    String address = added(person.accessToken(), "Export Street", true);

    JsonNode export = site.get("/me/export", person.accessToken()).body();

    assertThat(export.get("account")).isEqualTo(site.get("/me", person.accessToken()).body());
    assertThat(export.get("sessions")).hasSize(1);
    assertThat(export.at("/addresses/0"))
        .isEqualTo(site.get(ADDRESSES + "/" + address, person.accessToken()).body());
    assertThat(export.get("elsewhere")).isNotEmpty();
  }

  @Test
  void ofTheAddressesOfAPersonOneIsPreferred() {
    String token = person("addresses@example.org").accessToken();
    String first = added(token, "First Street", false);
    String second = added(token, "Second Street", false);
    String third = added(token, "Third Street", true);

    assertThat(addressesOf(token)).containsExactly(third + "*", first, second);
    assertThat(
            site.send(
                    "PUT", ADDRESSES + "/" + second, token, address("Here", true), "If-Match", "*")
                .text("line1"))
        .isEqualTo("Here");
    assertThat(addressesOf(token)).containsExactly(second + "*", first, third);
    assertThat(site.delete(ADDRESSES + "/" + second, token).status()).isEqualTo(204);
    assertThat(addressesOf(token)).containsExactly(first + "*", third);
  }

  @Test
  void anAddressIsItsOwnersAlone() {
    Person owner = person("dweller@example.org");
    String path = ADDRESSES + "/" + added(owner.accessToken(), "Secret Street", true);
    String stranger = person("prowler@example.org").accessToken();

    assertThat(site.get(path, owner.accessToken()).text("line1")).isEqualTo("Secret Street");
    assertThat(
            Stream.of(
                    site.get(path, stranger),
                    site.get(path, admin),
                    site.send("PUT", path, stranger, address("Mine", true), "If-Match", "*"),
                    site.delete(path, stranger))
                .map(Answer::status))
        .containsOnly(404);
    assertThat(addressesOf(stranger)).isEmpty();
    assertThat(addressesOf(owner.accessToken())).hasSize(1);
  }

  @Test
  void aChangeOfAnAddressNamesTheVersionItWasDecidedOn() {
    String token = person("mover@example.org").accessToken();
    Answer added = site.post(ADDRESSES, token, address("Old Street", true));
    String path = ADDRESSES + "/" + added.text("id");
    String read = added.headers().get("ETag");
    Map<String, Object> moved = address("New Street", true);

    assertThat(added.headers().get("Location")).endsWith("/api/users" + path);
    assertThat(site.send("PUT", path, token, moved).status()).isEqualTo(428);
    Answer changed = site.send("PUT", path, token, moved, "If-Match", read);
    assertThat(changed.text("line1")).isEqualTo("New Street");
    assertThat(site.get(path, token).headers().get("ETag"))
        .isEqualTo(changed.headers().get("ETag"))
        .isNotEqualTo(read);
    assertThat(site.send("PUT", path, token, moved, "If-Match", read).status()).isEqualTo(412);
  }

  @Test
  void whatIsNoAddressIsRefused() {
    String token = person("lost@example.org").accessToken();
    Map<String, Object> nowhere = address("Nowhere", false);
    nowhere.put("country", "XX");

    assertThat(site.post(ADDRESSES, token, nowhere).text("field")).isEqualTo("country");
    assertThat(
            Stream.of("recipient", "line1", "city", "country")
                .map(
                    field -> {
                      Map<String, Object> without = address("Here", false);
                      without.remove(field);
                      return site.post(ADDRESSES, token, without).status();
                    }))
        .containsOnly(400);
    assertThat(site.post(ADDRESSES, token, address("l".repeat(201), false)).status())
        .isEqualTo(400);
    assertThat(site.post(ADDRESSES, token, address("two\nlines", false)).status()).isEqualTo(400);
    assertThat(addressesOf(token)).isEmpty();
  }

  @Test
  void tenAddressesAreKeptHoweverManyAreAddedAtOnce() {
    String token = person("landlord@example.org").accessToken();
    List<CompletableFuture<Answer>> asked =
        IntStream.range(0, 14)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> site.post(ADDRESSES, token, address("Street " + i, true))))
            .toList();

    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(10);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .hasSize(4)
        .allMatch(answer -> answer.problem().equals("too-many-addresses"));
    assertThat(addressesOf(token)).hasSize(10).filteredOn(id -> id.endsWith("*")).hasSize(1);
  }

  private static String added(String token, String line, boolean preferred) {
    Answer added = site.post(ADDRESSES, token, address(line, preferred));
    assertThat(added.status()).isEqualTo(201);
    return added.text("id");
  }

  private static Map<String, Object> address(String line, boolean preferred) {
    return new HashMap<>(
        Map.of(
            "recipient",
            "Ann Example",
            "line1",
            line,
            "postalCode",
            "10115",
            "city",
            "Berlin",
            "country",
            "DE",
            "preferred",
            preferred));
  }

  /** The ids as they are listed; a star is at the preferred one. */
  private static List<String> addressesOf(String token) {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : site.get(ADDRESSES, token).body().get("items")) {
      ids.add(item.get("id").asText() + (item.get("preferred").asBoolean() ? "*" : ""));
    }
    return ids;
  }

  @Test
  void anAdminGrantsRolesAndShutsAnAccount() {
    Person person = person("worker@example.org");

    Answer granted =
        patch("/" + person.id(), admin, "*", Map.of("roles", List.of("customer", "staff")));
    assertThat(granted.status()).isEqualTo(200);
    assertThat(granted.body().get("roles")).hasSize(2);
    assertThat(patch("/" + person.id(), admin, "*", Map.of("roles", List.of("king"))).status())
        .isEqualTo(400);
    assertThat(patch("/" + person.id(), admin, "*", Map.of("active", false)).status())
        .isEqualTo(200);

    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(site.post("/login", null, credentials("worker@example.org", PASSWORD)).problem())
        .isEqualTo("invalid-credentials");
    assertThat(site.get("/not-an-id", admin).status()).isEqualTo(404);
  }

  @Test
  void whoeverShutsTheirOwnAccountIsLetInAgainByAnAdminAlone() {
    Person person = person("leaver@example.org");
    String elsewhere =
        site.post("/login", null, credentials("leaver@example.org", PASSWORD)).text("refreshToken");

    assertThat(site.post("/me/deactivation", person.accessToken(), null).status()).isEqualTo(204);

    assertThat(refresh(person.refreshToken()).status()).isEqualTo(401);
    assertThat(refresh(elsewhere).status()).isEqualTo(401);
    assertThat(site.post("/login", null, credentials("leaver@example.org", PASSWORD)).problem())
        .isEqualTo("invalid-credentials");

    assertThat(patch("/" + person.id(), admin, "*", Map.of("active", true)).status())
        .isEqualTo(200);
    Answer back = site.post("/login", null, credentials("leaver@example.org", PASSWORD));
    assertThat(back.status()).isEqualTo(200);
    assertThat(site.get("/me", back.text("accessToken")).text("name"))
        .isEqualTo(site.get("/" + person.id(), admin).text("name"));
  }

  @Test
  void aGroupGivesItsMembersWhatTheirRolesDoNot() {
    Person clerk = person("clerk@example.org");
    Answer made = putGroup("clerks", null, "accounts.read");
    patch("/" + clerk.id(), admin, "*", Map.of("groups", List.of("clerks")));
    Answer renewed = refresh(clerk.refreshToken());
    String token = renewed.text("accessToken");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.headers()).containsKeys("location", "etag");
    assertThat(site.get("/me", token).body().get("groups"))
        .extracting(JsonNode::asText)
        .containsExactly("clerks");
    assertThat(site.get("", clerk.accessToken()).problem()).isEqualTo("forbidden");
    assertThat(site.get("", token).status()).isEqualTo(200);
    assertThat(patch("/" + clerk.id(), token, "*", Map.of("roles", List.of("admin"))).problem())
        .isEqualTo("forbidden");

    assertThat(putGroup("clerks", "*", "stock.read").status()).isEqualTo(200);
    String next = refresh(renewed.text("refreshToken")).text("accessToken");
    assertThat(site.get("", next).problem()).isEqualTo("forbidden");
    assertThat(
            site.get("/operations/actions?subject=permission-group/clerks", admin)
                .body()
                .get("items"))
        .extracting(action -> action.get("detail").toString())
        .satisfiesExactly(
            changed -> assertThat(changed).contains("stock.read"),
            first -> assertThat(first).contains("accounts.read"));
  }

  @Test
  void aGroupGoesWhenNobodyIsInItAnyMore() {
    Person member = person("member@example.org");
    String path = "/permission-groups/leaving";
    putGroup("leaving", null, "stock.read");
    patch("/" + member.id(), admin, "*", Map.of("groups", List.of("leaving")));

    assertThat(site.delete(path, admin).problem()).isEqualTo("group-in-use");
    assertThat(site.get(path, admin).status()).isEqualTo(200);

    patch("/" + member.id(), admin, "*", Map.of("groups", List.of()));
    assertThat(site.delete(path, admin).status()).isEqualTo(204);
    assertThat(site.get(path, admin).problem()).isEqualTo("not-found");
    assertThat(site.delete(path, admin).problem()).isEqualTo("not-found");
  }

  @Test
  void aGroupOfWhatNobodyKnowsIsRefused() {
    Person person = person("ungrouped@example.org");
    putGroup("steady", null, "stock.read");

    assertThat(putGroup("rulers", null, "accounts.change").problem()).isEqualTo("invalid-request");
    assertThat(putGroup("dreamers", null, "world.rule").text("field")).isEqualTo("permissions");
    assertThat(putGroup("Not%20a%20word", null).problem()).isEqualTo("invalid-parameter");
    assertThat(putGroup("steady", null).problem()).isEqualTo("version-required");
    assertThat(putGroup("steady", "\"99\"").problem()).isEqualTo("stale-version");
    assertThat(
            patch("/" + person.id(), admin, "*", Map.of("groups", List.of("none"))).text("field"))
        .isEqualTo("groups");
    assertThat(site.get("/permission-groups", person.accessToken()).problem())
        .isEqualTo("forbidden");
    assertThat(site.get("/permission-groups/steady", admin).body().get("permissions"))
        .extracting(JsonNode::asText)
        .containsExactly("stock.read");
  }

  @Test
  void ofTwoWhoMakeOneGroupAtOnceOneIsTheSecond() {
    List<CompletableFuture<Answer>> both =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> putGroup("twins", null, "stock.read")))
            .limit(2)
            .toList();

    assertThat(both).extracting(put -> put.join().status()).containsExactlyInAnyOrder(201, 428);
  }

  @Test
  void aRoleIsMadeOfPermissions() {
    Map<String, Set<String>> roles = new HashMap<>();
    for (JsonNode permission : site.get("/permissions", admin).body().get("items")) {
      permission
          .get("roles")
          .forEach(
              role ->
                  roles
                      .computeIfAbsent(role.asText(), name -> new HashSet<>())
                      .add(permission.get("name").asText()));
    }

    assertThat(roles.get("admin")).hasSize(14).containsAll(roles.get("operator"));
    assertThat(roles.get("customer"))
        .containsExactlyInAnyOrder("account.own", "orders.place", "orders.read", "orders.cancel");
    assertThat(roles.get("staff")).contains("orders.fulfil").doesNotContain("orders.place");
  }

  private static Answer putGroup(String name, String ifMatch, String... permissions) {
    Map<String, Object> wanted =
        Map.of("permissions", List.of(permissions), "reason", "the tests want it");
    String[] version = ifMatch == null ? new String[0] : new String[] {"If-Match", ifMatch};
    return site.send("PUT", "/permission-groups/" + name, admin, wanted, version);
  }

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

  /** Of every call that guesses or searches, each from an address of its own. */
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

  private static Answer from(String address, String path, String token, Object body) {
    return site.send("POST", path, token, body, "X-Forwarded-For", address);
  }

  /** An unknown account would be known by a quick answer: nobody hashed anything for it. */
  @Test
  void knownAndUnknownAccountsTakeAsLongToRefuse() {
    person("timed@example.org");
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      known.add(nanosToRefuse("timed@example.org"));
      unknown.add(nanosToRefuse("untimed@example.org"));
    }

    // without a hash the one would be some ten times the other
    assertThat((double) median(known) / median(unknown)).isBetween(0.5, 2.0);
  }

  /** Whatever has to be done for a known account, the answer does not wait for it. */
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

  private static Answer login(String email, String password, String from) {
    return site.send("POST", "/login", null, credentials(email, password), "X-Forwarded-For", from);
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

  /** Whoever reads the database or its backup cannot go on with anybody's sign-in. */
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
  void fromASuspectAddressNobodyNewIsLetIn() {
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

  @Test
  void aForgedOldOrForeignTokenIsRefused() {
    Person person = person("forged@example.org");
    assertThat(site.get("/me", token(person, claims -> {})).status()).isEqualTo(200);
    // clocks may differ by half a minute
    assertThat(site.get("/me", token(person, expiring(-10))).status()).isEqualTo(200);

    List<String> refused =
        List.of(
            token(person, expiring(-60)),
            token(person, claims -> claims.unsetClaim("exp")),
            token(person, claims -> claims.setNotBefore(secondsFromNow(120))),
            underAKeyThatNobodyPublished(person),
            token(person, claims -> claims.setIssuer("https://evil.example")),
            token(person, claims -> claims.setAudience("another")),
            hmacWithThePublicKey(person),
            unsigned(person),
            person.accessToken().substring(0, person.accessToken().length() - 6) + "AAAAAA",
            person.refreshToken(),
            "x.y.z");

    assertThat(refused)
        .allSatisfy(token -> assertThat(site.get("/me", token).status()).isEqualTo(401));
  }

  @Test
  void hostileBodiesAreTheClientsMistake() {
    assertThat(
            Stream.of(
                    "",
                    "null",
                    "[]",
                    "{",
                    "{\"email\":1,\"password\":\"x\"}",
                    "{\"email\":\"a\",\"password\":\"b\",\"role\":\"admin\"}",
                    "{\"email\":null,\"password\":\"b\"}",
                    "{\"email\":\"\\u0000\",\"password\":\"b\"}",
                    "{\"email\":\"a\",\"password\":\"" + "p".repeat(257) + "\"}")
                .map(body -> site.post("/login", null, body).status()))
        .containsOnly(400);
    assertThat(
            site.post("/login", null, credentials("a@example.org", "p".repeat(1_000_000))).status())
        .isEqualTo(413);
  }

  private static Map<String, String> registration(String email) {
    return Map.of(
        "email",
        email,
        "phone",
        "+" + PHONES.incrementAndGet(),
        "password",
        PASSWORD,
        "name",
        "Ann " + NAMES.incrementAndGet());
  }

  private static Person person(String email) {
    Answer registered = site.post("", null, registration(email));
    assertThat(registered.status()).isEqualTo(201);
    return signedIn(registered.text("id"), email);
  }

  private static Person signedIn(String id, String email) {
    Answer tokens = site.post("/login", null, credentials(email, PASSWORD));
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(tokens.body().get("expiresIn").asInt()).isBetween(1, 600);
    return new Person(id, email, tokens.text("accessToken"), tokens.text("refreshToken"));
  }

  private static Answer patch(String path, String token, String ifMatch, Object change) {
    return site.send("PATCH", path, token, change, "If-Match", ifMatch);
  }

  private static Answer refresh(String token) {
    return site.post("/refresh", null, Map.of("refreshToken", token));
  }

  private static Map<String, String> credentials(String email, String password) {
    return Map.of("email", email, "password", password);
  }

  private static Map<String, String> passwords(String current, String changed) {
    return Map.of("currentPassword", current, "newPassword", changed);
  }

  /** Signed with the service's own key, so that only what was changed can be the reason. */
  private static String token(Person person, Consumer<JwtClaims> change) {
    JsonWebSignature token = claimsOf(person, change);
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    token.setKey(vault.privateKey());
    return compact(token);
  }

  private static Consumer<JwtClaims> expiring(int seconds) {
    return claims -> {
      claims.setIssuedAt(secondsFromNow(-300));
      claims.setExpirationTime(secondsFromNow(seconds));
    };
  }

  private static String underAKeyThatNobodyPublished(Person person) {
    JsonWebSignature token = claimsOf(person, claims -> {});
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    token.setKey(vault.privateKey());
    token.setKeyIdHeaderValue("nobodys-key");
    return compact(token);
  }

  private static String hmacWithThePublicKey(Person person) {
    JsonWebSignature token = claimsOf(person, claims -> {});
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    token.setKey(new HmacKey(vault.publicKey().getEncoded()));
    return compact(token);
  }

  private static String unsigned(Person person) {
    JsonWebSignature token = claimsOf(person, claims -> {});
    token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
    return compact(token);
  }

  private static JsonWebSignature claimsOf(Person person, Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("https://tradewind.example/api/users");
    claims.setAudience("tradewind");
    claims.setSubject(person.id());
    claims.setStringClaim("upn", person.id());
    claims.setStringListClaim("groups", List.of("customer"));
    claims.setIssuedAtToNow();
    claims.setExpirationTime(secondsFromNow(300));
    claims.setGeneratedJwtId();
    change.accept(claims);
    JsonWebSignature token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setKeyIdHeaderValue(vault.kid());
    return token;
  }

  private static NumericDate secondsFromNow(int seconds) {
    NumericDate date = NumericDate.now();
    date.addSeconds(seconds);
    return date;
  }

  private static String compact(JsonWebSignature token) {
    try {
      return token.getCompactSerialization();
    } catch (JoseException broken) {
      throw new AssertionError(broken);
    }
  }
}
