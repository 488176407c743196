package io.tradewind.users.signin.control;

import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.accounts.entity.Role;
import io.tradewind.users.keys.control.KeyRing;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Signs access tokens, which every service verifies offline: who, with which permissions, until
 * when.
 */
@ApplicationScoped
public class AccessTokens {

  /** The upper limit, not configurable: it bounds the use of a leaked token. */
  private static final Duration AT_MOST = Duration.ofSeconds(600);

  private final String issuer;
  private final String audience;
  private final Duration life;

  protected AccessTokens() {
    this("", "", Duration.ZERO);
  }

  @Inject
  public AccessTokens(
      @ConfigProperty(name = "tradewind.tokens.issuer") String issuer,
      @ConfigProperty(name = "tradewind.tokens.audience") String audience,
      @ConfigProperty(name = "tradewind.tokens.access") Duration life) {
    this.issuer = issuer;
    this.audience = audience;
    this.life = life.compareTo(AT_MOST) < 0 ? life : AT_MOST;
  }

  public Duration life() {
    return life;
  }

  /** A token for the account in this session; {@code sid} lets sign-out find the session. */
  public String issue(Account account, UUID sessionId, KeyRing.Signer signer, Instant now) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setAudience(audience);
    claims.setSubject(account.id().toString());
    claims.setStringClaim("upn", account.id().toString());
    claims.setStringListClaim("groups", words(account));
    claims.setClaim("email_verified", account.emailVerified());
    claims.setStringClaim("sid", sessionId.toString());
    claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
    claims.setExpirationTime(NumericDate.fromSeconds(now.plus(life).getEpochSecond()));
    claims.setJwtId(Ids.next().toString());
    return signed(claims, signer);
  }

  /** The account's roles and the permissions of its groups. */
  private static List<String> words(Account account) {
    return Stream.concat(
            account.roles().stream().map(Role::word).sorted(), account.permissions().stream())
        .toList();
  }

  private static String signed(JwtClaims claims, KeyRing.Signer signer) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(signer.key());
    signature.setKeyIdHeaderValue(signer.kid());
    signature.setAlgorithmHeaderValue(KeyRing.ALGORITHM);
    signature.setHeader("typ", "JWT");
    try {
      return signature.getCompactSerialization();
    } catch (JoseException broken) {
      throw new IllegalStateException("key " + signer.kid() + " does not sign", broken);
    }
  }
}
