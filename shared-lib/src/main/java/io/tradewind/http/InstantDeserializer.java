package io.tradewind.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** An instant in ISO 8601; a plain number could mean seconds or milliseconds. */
final class InstantDeserializer extends StdScalarDeserializer<Instant> {

  InstantDeserializer() {
    super(Instant.class);
  }

  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return (Instant) context.handleUnexpectedToken(Instant.class, parser);
    }
    try {
      return Instant.parse(parser.getText());
    } catch (DateTimeException notAnInstant) {
      throw context.weirdStringException(parser.getText(), Instant.class, "not an instant");
    }
  }
}
