package io.tradewind.users.keys.control;

import io.tradewind.users.keys.entity.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;

/**
 * A snapshot of the keys: those to publish and the one that signs.
 *
 * @param signer empty as long as there is no key
 */
public record KeyRing(List<Map<String, Object>> published, Optional<Signer> signer) {

  /** How our tokens are signed. */
  public static final String ALGORITHM = AlgorithmIdentifiers.RSA_USING_SHA256;

  /** A private key with the key id of its tokens. */
  public record Signer(String kid, PrivateKey key) {

    public static Signer of(String kid, byte[] pkcs8) {
      try {
        return new Signer(
            kid, KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
      } catch (GeneralSecurityException broken) {
        throw new IllegalStateException("signing key " + kid + " is no RSA key", broken);
      }
    }

    @Override
    public String toString() {
      return "Signer[" + kid + "]";
    }
  }

  public static KeyRing of(List<SigningKey> keys, Optional<Signer> signer) {
    return new KeyRing(keys.stream().map(KeyRing::jwk).toList(), signer);
  }

  private static Map<String, Object> jwk(SigningKey key) {
    RsaJsonWebKey jwk = new RsaJsonWebKey((RSAPublicKey) publicKey(key));
    jwk.setKeyId(key.kid());
    jwk.setUse("sig");
    jwk.setAlgorithm(ALGORITHM);
    return jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  private static PublicKey publicKey(SigningKey key) {
    try {
      byte[] encoded = Base64.getDecoder().decode(key.publicKey());
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("signing key " + key.kid() + " is no RSA key", broken);
    }
  }
}
