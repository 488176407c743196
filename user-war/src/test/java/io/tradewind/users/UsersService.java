package io.tradewind.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.outside.Site;
import io.tradewind.outside.Site.Answer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The service on real infrastructure, used over HTTP. Its database is read, and changed only where
 * a test needs what no client could cause. One instance serves all test classes of this module.
 */
@ExtendWith(UsersService.Running.class)
public abstract class UsersService {

  private static final String ADMIN = "admin@tradewind.example";
  protected static final String PASSWORD = "correct horse battery";
  protected static final String ADDRESSES = "/me/addresses";
  protected static final Pattern CODE = Pattern.compile("(?m)^[A-Za-z0-9_-]{43}$");
  protected static final AtomicLong PHONES = new AtomicLong(4_915_100_000_000L);
  protected static final AtomicLong NAMES = new AtomicLong();

  protected static Stack stack;
  protected static Site site;
  protected static Vault vault;
  protected static String admin;

  /** A signed-in user with an account. */
  protected record Person(String id, String email, String accessToken, String refreshToken) {}

  /** Starts the stack for the first class; JUnit stops it after the last. */
  static final class Running implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
      context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(Stack.class, type -> start(), Stack.class);
    }
  }

  private static Stack start() {
    stack =
        Stack.forTests(Service.USERS)
            .env("TOKEN_KEY_SECRET", Vault.SECRET)
            // a sixth of production's; hashing takes by far most of the time of a refusal
            .env("TRADEWIND_PASSWORDS_ITERATIONS", "100000")
            .start();
    site = Site.of(stack.url(Service.USERS), "users");
    vault = new Vault(stack.postgres());
    Answer answer = site.post("/login", null, credentials(ADMIN, stack.adminPassword()));
    assertThat(answer.status()).isEqualTo(200);
    admin = answer.text("accessToken");
    return stack;
  }

  /** The code in the newest mail with this subject, once it has arrived. */
  protected static String mailed(String to, String subject) {
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

  protected static String added(String token, String line, boolean preferred) {
    Answer added = site.post(ADDRESSES, token, address(line, preferred));
    assertThat(added.status()).isEqualTo(201);
    return added.text("id");
  }

  protected static Map<String, Object> address(String line, boolean preferred) {
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

  protected static Answer from(String address, String path, String token, Object body) {
    return site.send("POST", path, token, body, "X-Forwarded-For", address);
  }

  protected static Answer login(String email, String password, String from) {
    return site.send("POST", "/login", null, credentials(email, password), "X-Forwarded-For", from);
  }

  protected static Map<String, String> registration(String email) {
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

  protected static Person person(String email) {
    Answer registered = site.post("", null, registration(email));
    assertThat(registered.status()).isEqualTo(201);
    return signedIn(registered.text("id"), email);
  }

  protected static Person signedIn(String id, String email) {
    Answer tokens = site.post("/login", null, credentials(email, PASSWORD));
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(tokens.body().get("expiresIn").asInt()).isBetween(1, 600);
    return new Person(id, email, tokens.text("accessToken"), tokens.text("refreshToken"));
  }

  protected static Answer patch(String path, String token, String ifMatch, Object change) {
    return site.send("PATCH", path, token, change, "If-Match", ifMatch);
  }

  protected static Answer refresh(String token) {
    return site.post("/refresh", null, Map.of("refreshToken", token));
  }

  protected static Map<String, String> credentials(String email, String password) {
    return Map.of("email", email, "password", password);
  }

  protected static Map<String, String> passwords(String current, String changed) {
    return Map.of("currentPassword", current, "newPassword", changed);
  }

  /** Signed with the service's own key, so that only the change can cause a refusal. */
  protected static String token(Person person, Consumer<JwtClaims> change) {
    JsonWebSignature token = claimsOf(person, change);
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    token.setKey(vault.privateKey());
    return compact(token);
  }

  protected static JsonWebSignature claimsOf(Person person, Consumer<JwtClaims> change) {
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

  protected static NumericDate secondsFromNow(int seconds) {
    NumericDate date = NumericDate.now();
    date.addSeconds(seconds);
    return date;
  }

  protected static String compact(JsonWebSignature token) {
    try {
      return token.getCompactSerialization();
    } catch (JoseException broken) {
      throw new AssertionError(broken);
    }
  }
}
