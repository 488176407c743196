package io.tradewind.values;

import java.security.SecureRandom;
import java.util.Base64;

/** Tokens of 256 random bits. Only their hashes are stored; random bits need no salt. */
public final class RandomToken {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private RandomToken() {}

  public static String next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** In base64url, as it is stored. */
  public static String hashOf(String token) {
    return BASE64.encodeToString(Sha256.of(token));
  }
}
