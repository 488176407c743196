package io.tradewind.messaging;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Text that PostgreSQL can store: without NUL, without unpaired surrogates, and short enough for an
 * index row (2,704 bytes in a B-tree).
 */
final class StorableText {

  /** UTF-8 bytes; channel, key and position share one index row. */
  private static final int LONGEST_IN_AN_INDEX = 512;

  private StorableText() {}

  /** A key or an id, or its digest when it cannot be stored as it is. */
  static String name(String text) {
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST_IN_AN_INDEX && text.equals(text(text))
        ? text
        : "sha256:" + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** Text for people: unstorable characters are replaced. */
  static String text(String text) {
    if (text == null) {
      return null;
    }
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return whole.replace('\0', '\uFFFD');
  }

  /** The same, with at most this many characters. */
  static String text(String text, int longest) {
    return text == null || text.length() <= longest ? text(text) : text(text.substring(0, longest));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
