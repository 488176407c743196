package io.tradewind.users.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.users.UsersService;
import java.util.List;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;

/** Tokens that the service did not issue. */
class ForgedTokensIT extends UsersService {

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
}
