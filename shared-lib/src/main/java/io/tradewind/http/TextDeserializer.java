package io.tradewind.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/**
 * Text that PostgreSQL can store: a NUL or an unpaired surrogate is valid JSON, but would fail only
 * at the database, as our error instead of the client's.
 */
final class TextDeserializer extends StdScalarDeserializer<String> {

  TextDeserializer() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return (String) context.handleUnexpectedToken(String.class, parser);
    }
    String text = parser.getText();
    if (!isStorable(text)) {
      throw context.weirdStringException(text, String.class, "NUL or half a surrogate pair");
    }
    return text;
  }

  static boolean isStorable(String text) {
    for (int at = 0; at < text.length(); at++) {
      char here = text.charAt(at);
      if (here == '\0' || Character.isLowSurrogate(here)) {
        return false;
      }
      if (Character.isHighSurrogate(here)) {
        at++;
        if (at == text.length() || !Character.isLowSurrogate(text.charAt(at))) {
          return false;
        }
      }
    }
    return true;
  }
}
