package io.tradewind.orders.outside;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Signs tokens as user-war does, and publishes its key. */
public final class Issuer implements AutoCloseable {

  private final RsaJsonWebKey key;
  private final HttpServer server;

  public Issuer() {
    try {
      key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId("test-key");
      key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
      key.setUse("sig");
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JoseException | IOException failed) {
      throw new IllegalStateException(failed);
    }
    byte[] keys =
        new JsonWebKeySet(key)
            .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
  }

  public String token(UUID user, String... roles) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("https://tradewind.example/api/users");
    claims.setAudience("tradewind");
    claims.setSubject(user.toString());
    claims.setClaim("upn", user.toString());
    claims.setStringListClaim("groups", List.of(roles));
    claims.setGeneratedJwtId();
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(10);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setHeader("typ", "JWT");
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException failed) {
      throw new UncheckedIOException(new IOException(failed));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
