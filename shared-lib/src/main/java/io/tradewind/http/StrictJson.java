package io.tradewind.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Strict JSON: one object, every field known and given once, no conversion between types. A
 * client's mistake is reported, never guessed around.
 */
public final class StrictJson {

  private static final int MAX_DEPTH = 64;
  private static final ObjectMapper MAPPER = mapper();

  private StrictJson() {}

  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException ownMistake) {
      throw new IllegalStateException(value.getClass() + " cannot be written", ownMistake);
    }
  }

  /**
   * @throws ProblemException 400 for anything but one object that fits the type
   */
  static Object read(byte[] body, Type type) {
    String text = decoded(body);
    int start = firstVisible(text);
    if (start == text.length()) {
      throw malformed("the body is empty; send one JSON object");
    }
    if (text.charAt(start) != '{') {
      throw malformed("the body is not a JSON object");
    }
    JavaType target = MAPPER.constructType(type);
    try {
      return MAPPER.readValue(text, target);
    } catch (JsonProcessingException misfit) {
      throw malformed(JsonErrors.describe(misfit));
    }
  }

  static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_BODY, detail);
  }

  /** Jackson would detect UTF-16 or 32 and repair broken UTF-8; here a body is UTF-8 or refused. */
  private static String decoded(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException broken) {
      throw malformed("the body is not UTF-8");
    }
  }

  private static int firstVisible(String text) {
    int at = 0;
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    JsonMapper.Builder builder =
        JsonMapper.builder(factory)
            .addModule(new JavaTimeModule())
            .addModule(exactText())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfigDefaults(
                all -> all.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail));
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      builder.withCoercionConfig(
          LogicalType.Textual, text -> text.setCoercion(shape, CoercionAction.Fail));
    }
    return builder.build();
  }

  private static SimpleModule exactText() {
    return new SimpleModule("exact text")
        .addDeserializer(String.class, new TextDeserializer())
        .addDeserializer(Instant.class, new InstantDeserializer());
  }
}
