package io.tradewind.messaging;

import java.util.Map;

/**
 * A record as the broker gave it, not yet read.
 *
 * @param place where it stood, unique and stable while the broker keeps it, such as {@code
 *     payment-events-3@42}
 * @param key the key whose messages keep their order, or null
 * @param headers by name, as text
 * @param value the bytes, or null
 */
public record RawMessage(String place, String key, Map<String, String> headers, byte[] value) {

  public RawMessage {
    headers = Map.copyOf(headers);
  }

  /** The message's own id, or its place when it carries none. */
  String id() {
    return headers.getOrDefault(Headers.ID, place);
  }
}
