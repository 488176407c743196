package io.tradewind.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Stores a record so that it can be restored byte for byte: as text for people, plus the bytes
 * where text is not exact.
 */
final class ParkedBytes {

  private static final JsonMapper JSON = new JsonMapper();

  private ParkedBytes() {}

  /** The key's bytes, or null when its column is exact. */
  static byte[] key(RawMessage message) {
    String key = message.key();
    return key == null || !key.equals(StorableText.name(key)) ? message.keyBytes() : null;
  }

  /** All headers, or null when their column is exact. */
  static String headers(RawMessage message) {
    return message.original() == null ? null : json(message.original().headers());
  }

  static RawMessage message(
      String recordId,
      String key,
      String headers,
      byte[] payload,
      byte[] keyBytes,
      String exactly) {
    if (keyBytes == null && exactly == null) {
      return new RawMessage(recordId, key, headers(headers), payload);
    }
    byte[] wholeKey =
        keyBytes == null && key != null ? key.getBytes(StandardCharsets.UTF_8) : keyBytes;
    List<RawMessage.Field> fields =
        exactly == null
            ? new RawMessage(recordId, null, headers(headers), null).fields()
            : read(exactly, new TypeReference<List<RawMessage.Field>>() {});
    return RawMessage.of(recordId, wholeKey, fields, payload);
  }

  static Map<String, String> headers(String json) {
    return read(json, new TypeReference<Map<String, String>>() {});
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static String json(Object headers) {
    try {
      return JSON.writeValueAsString(headers);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
