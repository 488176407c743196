package io.tradewind.users.credentials.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * PBKDF2-HMAC-SHA256 with 16 bytes of salt. Each hash contains its own parameters, {@code
 * pbkdf2-sha256$ITERATIONS$SALT$HASH}, so that the strength can be raised while old hashes stay
 * valid and are renewed at the next sign-in.
 *
 * <p>One hash costs about 0.14 s of CPU: call it only through {@link PasswordHashingPool}.
 */
@ApplicationScoped
public class Passwords {

  private static final String SCHEME = "pbkdf2-sha256";
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int iterations;

  /** Compared when the account does not exist, so that unknown accounts take the same time. */
  private final Stored decoy;

  protected Passwords() {
    this(1);
  }

  @Inject
  public Passwords(@ConfigProperty(name = "tradewind.passwords.iterations") int iterations) {
    this.iterations = iterations;
    this.decoy = new Stored(iterations, random(SALT_BYTES), random(HASH_BITS / 8));
  }

  public String hash(String password) {
    byte[] salt = random(SALT_BYTES);
    return new Stored(iterations, salt, derive(password, salt, iterations)).text();
  }

  /**
   * Whether the password has this hash; takes as long when there is none.
   *
   * @param hash the account's, or empty when there is no account
   */
  public boolean matches(Optional<String> hash, String password) {
    Optional<Stored> stored = hash.map(Stored::read);
    Stored compared = stored.orElse(decoy);
    byte[] derived = derive(password, compared.salt, compared.iterations);
    return MessageDigest.isEqual(derived, compared.hash) && stored.isPresent();
  }

  /** Whether the hash has fewer iterations than are configured now. */
  public boolean outdated(String hash) {
    return Stored.read(hash).iterations < iterations;
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", impossible);
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static final class Stored {

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    Stored(int iterations, byte[] salt, byte[] hash) {
      this.iterations = iterations;
      this.salt = salt;
      this.hash = hash;
    }

    static Stored read(String text) {
      String[] parts = text.split("\\$");
      if (parts.length != 4 || !SCHEME.equals(parts[0])) {
        throw new IllegalStateException("a stored password hash has an unknown form");
      }
      Base64.Decoder base64 = Base64.getDecoder();
      return new Stored(
          Integer.parseInt(parts[1]), base64.decode(parts[2]), base64.decode(parts[3]));
    }

    String text() {
      Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
      return String.join(
          "$",
          SCHEME,
          Integer.toString(iterations),
          base64.encodeToString(salt),
          base64.encodeToString(hash));
    }
  }
}
