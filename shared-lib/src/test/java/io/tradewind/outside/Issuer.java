package io.tradewind.outside;

import com.sun.net.httpserver.HttpServer;
import io.tradewind.values.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Signs access tokens like user-war or like another issuer, and serves its public key. */
public final class Issuer implements AutoCloseable {

  /** The issuer name of user-war. */
  public static final String OURS = "https://tradewind.example/api/users";

  private final String name;
  private final String audience;
  private final String rolesClaim;
  private final PublicJsonWebKey key;
  private final String jwks;
  private final HttpServer server;

  public Issuer() {
    this(OURS, "tradewind", "groups", AlgorithmIdentifiers.RSA_USING_SHA256);
  }

  /**
   * @param rolesClaim the claim that contains the roles; a path for a nested claim
   * @param algorithm RS256 or ES256
   */
  public Issuer(String name, String audience, String rolesClaim, String algorithm) {
    this.name = name;
    this.audience = audience;
    this.rolesClaim = rolesClaim;
    try {
      key =
          algorithm.equals(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
              ? EcJwkGenerator.generateJwk(EllipticCurves.P256)
              : RsaJwkGenerator.generateJwk(2048);
      key.setKeyId("test");
      key.setUse("sig");
      key.setAlgorithm(algorithm);
      jwks = new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JoseException | IOException failed) {
      throw new IllegalStateException(failed);
    }
    server.createContext(
        "/",
        exchange -> {
          byte[] body = jwks.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/jwks";
  }

  /** The key set in a file, which a service uses while the issuer is unavailable. */
  public Path file() {
    try {
      Path file = Files.createTempFile("jwks", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, jwks);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The token of a new user. */
  public String tokenFor(String... roles) {
    return tokenOf(Ids.next(), roles);
  }

  public String tokenOf(UUID user, String... roles) {
    return tokenOf(user, List.of(roles), claims -> {});
  }

  /**
   * @param change changes the claims of an otherwise valid token
   */
  public String tokenOf(UUID user, List<String> roles, Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(name);
    claims.setAudience(audience);
    claims.setSubject(user.toString());
    claims.setClaim(rolesClaim.replaceFirst("\\..*", ""), nested(rolesClaim, roles));
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(10);
    claims.setGeneratedJwtId();
    change.accept(claims);
    JsonWebSignature token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setHeader("typ", "JWT");
    token.setKeyIdHeaderValue(key.getKeyId());
    token.setAlgorithmHeaderValue(key.getAlgorithm());
    token.setKey(key.getPrivateKey());
    try {
      return token.getCompactSerialization();
    } catch (JoseException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static Object nested(String path, List<String> roles) {
    int dot = path.indexOf('.');
    return dot < 0 ? roles : Map.of(path.substring(dot + 1), roles);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
