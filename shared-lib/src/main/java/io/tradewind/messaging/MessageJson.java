package io.tradewind.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tradewind.contracts.Message;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON of messages. A tolerant reader: it ignores fields that a newer sender added, so that v1 can
 * grow; it rejects a missing number or a wrong type.
 */
public final class MessageJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private MessageJson() {}

  public static String write(Message message) {
    try {
      return MAPPER.writeValueAsString(message);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public static Message read(Class<? extends Message> type, String json) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * @throws UncheckedIOException when the bytes are not JSON of this type
   */
  static Message read(Class<? extends Message> type, byte[] json) {
    try {
      return MAPPER.readValue(json, type);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
