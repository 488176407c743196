package io.tradewind.messaging;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A record as received from the broker, not yet parsed.
 *
 * @param recordId its partition, offset and timestamp, unique and stable while the broker keeps it,
 *     such as {@code payment-events-3@42/1767225600000}
 * @param key the key whose messages keep their order; null when there is none or it is not UTF-8
 * @param headers by name, as text; the last one of a name
 * @param value the bytes, or null
 * @param original key and headers as bytes where text is not exact, otherwise null
 */
public record RawMessage(
    String recordId, String key, Map<String, String> headers, byte[] value, Original original) {

  public RawMessage {
    headers = Map.copyOf(headers);
  }

  public RawMessage(String recordId, String key, Map<String, String> headers, byte[] value) {
    this(recordId, key, headers, value, null);
  }

  /** A header; the value may be null. */
  public record Field(String name, byte[] value) {}

  /** Key and headers, byte for byte. */
  public record Original(byte[] key, List<Field> headers) {}

  /** From the bytes of a record. */
  public static RawMessage of(String recordId, byte[] key, List<Field> fields, byte[] value) {
    String keyText = key == null ? null : exactly(key);
    boolean exact = key == null || keyText != null;
    Map<String, String> headers = new HashMap<>();
    for (Field field : fields) {
      if (field.value() == null) {
        exact = false;
      } else {
        exact &= exactly(field.value()) != null;
        exact &= headers.put(field.name(), text(field.value())) == null;
      }
    }
    return new RawMessage(
        recordId, keyText, headers, value, exact ? null : new Original(key, fields));
  }

  /** The message's own id, or its place when it has none. */
  String id() {
    return headers.getOrDefault(Headers.ID, recordId);
  }

  byte[] keyBytes() {
    if (original != null) {
      return original.key();
    }
    return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  List<Field> fields() {
    if (original != null) {
      return original.headers();
    }
    return headers.entrySet().stream()
        .map(header -> new Field(header.getKey(), bytes(header.getValue())))
        .toList();
  }

  /** Distinguishes messages that have the same id. */
  byte[] digest() {
    MessageDigest sha256 = StorableText.sha256();
    for (byte[] part : Arrays.asList(keyBytes(), bytes(headers.get(Headers.TYPE)), value)) {
      sha256.update(bytes(part == null ? "-" : part.length + ":"));
      sha256.update(part == null ? new byte[0] : part);
    }
    return sha256.digest();
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Null when it is not UTF-8: the decoder replaces invalid bytes by U+FFFD. */
  private static String exactly(byte[] bytes) {
    String text = text(bytes);
    return text.indexOf('\uFFFD') < 0 || Arrays.equals(bytes(text), bytes) ? text : null;
  }
}
