package io.tradewind.users.signin.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.keys.control.KeyRing;
import io.tradewind.users.keys.entity.SigningKey;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** Access tokens, read by a verifier that knows no more than the published keys. */
class AccessTokensTest {

  private static final String ISSUER = "https://tradewind.example/api/users";

  private final Instant now = Instant.now();
  private final KeyPair pair = rsa();
  private final KeyRing.Signer signer = new KeyRing.Signer("key-1", pair.getPrivate());
  private final AccessTokens tokens = new AccessTokens(ISSUER, "tradewind", Duration.ofMinutes(10));
  private final Account ann =
      Account.opened(UUID.randomUUID(), "ann@example.org", "+4915112345678", "Ann", "hash", now);

  @Test
  void aTokenSaysWhoAndWhichRolesAndNothingThatNamesThePerson()
      throws InvalidJwtException, MalformedClaimException {
    UUID session = UUID.randomUUID();

    JwtClaims claims = published().processToClaims(tokens.issue(ann, session, signer, now));

    assertThat(claims.getSubject()).isEqualTo(ann.id().toString());
    assertThat(claims.getStringListClaimValue("groups")).containsExactly("customer");
    assertThat(claims.getClaimValueAsString("sid")).isEqualTo(session.toString());
    assertThat(claims.getClaimNames())
        .containsExactlyInAnyOrder(
            "iss", "aud", "sub", "upn", "groups", "sid", "email_verified", "iat", "exp", "jti");
    assertThat(claims.toJson()).doesNotContain("ann@example.org", "Ann", "4915112345678");
  }

  @Test
  void noTokenLivesLongerThanTenMinutesWhateverIsConfigured()
      throws InvalidJwtException, MalformedClaimException {
    AccessTokens generous = new AccessTokens(ISSUER, "tradewind", Duration.ofDays(1));

    JwtClaims claims =
        published().processToClaims(generous.issue(ann, UUID.randomUUID(), signer, now));

    assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
        .isEqualTo(600);
  }

  @Test
  void anExpiredTokenIsRefused() {
    String old = tokens.issue(ann, UUID.randomUUID(), signer, now.minus(Duration.ofMinutes(11)));

    assertRefused(old);
  }

  @Test
  void aTokenOfAnotherKeyIsRefused() {
    KeyRing.Signer stranger = new KeyRing.Signer("key-1", rsa().getPrivate());

    assertRefused(tokens.issue(ann, UUID.randomUUID(), stranger, now));
  }

  @Test
  void aTamperedTokenIsRefused() {
    String token = tokens.issue(ann, UUID.randomUUID(), signer, now);
    String[] parts = token.split("\\.");
    String claims =
        new String(Base64.getUrlDecoder().decode(parts[1])).replace("customer", "admin");

    assertRefused(
        parts[0]
            + "."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes())
            + "."
            + parts[2]);
  }

  @Test
  void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws JoseException {
    JsonWebSignature forged = claimsOfAnAdmin();
    forged.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    forged.setKey(new HmacKey(pair.getPublic().getEncoded()));

    assertRefused(forged.getCompactSerialization());
  }

  @Test
  void anUnsignedTokenIsRefused() throws JoseException {
    JsonWebSignature forged = claimsOfAnAdmin();
    forged.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    forged.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);

    assertRefused(forged.getCompactSerialization());
  }

  @Test
  void aKeyIsPublishedWithoutItsPrivatePart() {
    Map<String, Object> jwk = ring().published().get(0);

    assertThat(jwk).containsKeys("kty", "kid", "use", "alg", "n", "e").doesNotContainKeys("d", "p");
    assertThat(jwk).containsEntry("alg", "RS256").containsEntry("kid", "key-1");
  }

  private JsonWebSignature claimsOfAnAdmin() {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience("tradewind");
    claims.setSubject(ann.id().toString());
    claims.setStringListClaim("groups", List.of("admin"));
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(5);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKeyIdHeaderValue("key-1");
    return signature;
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> published().processToClaims(token))
        .isInstanceOf(InvalidJwtException.class);
  }

  private JwtConsumer published() {
    try {
      RsaJsonWebKey key = (RsaJsonWebKey) JsonWebKey.Factory.newJwk(ring().published().get(0));
      return new JwtConsumerBuilder()
          .setExpectedIssuer(ISSUER)
          .setExpectedAudience("tradewind")
          .setRequireExpirationTime()
          .setVerificationKey(key.getKey())
          .setJwsAlgorithmConstraints(
              AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
          .build();
    } catch (JoseException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private KeyRing ring() {
    SigningKey row =
        new SigningKey(
            "key-1",
            Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
            new byte[] {1},
            now,
            now,
            Duration.ofDays(30),
            Duration.ofMinutes(30));
    return KeyRing.of(List.of(row), Optional.empty());
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
