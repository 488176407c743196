package io.tradewind.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Explains in the client's terms why a body is invalid, without our class names. */
final class JsonErrors {

  private JsonErrors() {}

  static String describe(JsonProcessingException misfit) {
    if (misfit instanceof StreamConstraintsException) {
      return "the body is nested too deeply, or a number or name in it is too long";
    }
    if (misfit instanceof JsonEOFException) {
      return "the body ends in the middle";
    }
    if (misfit instanceof JsonParseException broken) {
      return syntax(broken);
    }
    if (misfit instanceof UnrecognizedPropertyException unknown) {
      return "unknown field " + path(unknown);
    }
    if (misfit instanceof ValueInstantiationException refused && refused.getCause() != null) {
      return path(refused) + ": " + refused.getCause().getMessage();
    }
    if (misfit instanceof MismatchedInputException mismatch) {
      return mismatch(mismatch);
    }
    if (misfit instanceof JsonMappingException mapping && mapping.getCause() != null) {
      return mapping.getCause() instanceof JsonProcessingException cause
          ? describe(cause)
          : path(mapping) + " does not fit";
    }
    return "the body does not fit";
  }

  private static String syntax(JsonParseException broken) {
    String reason = broken.getOriginalMessage();
    if (reason.startsWith("Duplicate")) {
      return reason.replaceFirst("Duplicate [Ff]ield", "duplicate field");
    }
    return "the body is not JSON, at line %d, column %d"
        .formatted(broken.getLocation().getLineNr(), broken.getLocation().getColumnNr());
  }

  private static String mismatch(MismatchedInputException mismatch) {
    if (mismatch.getPath().isEmpty()) {
      return "the body is not exactly one JSON object that fits";
    }
    return path(mismatch) + " is not " + expected(mismatch.getTargetType());
  }

  private static String expected(Class<?> type) {
    if (type == null) {
      return "what is expected there";
    }
    if (List.of(int.class, long.class, short.class, Integer.class, Long.class).contains(type)) {
      return "a whole number in range";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a string of whole characters";
    }
    if (type == UUID.class) {
      return "an id";
    }
    if (type == Instant.class) {
      return "an instant such as 2026-01-31T12:00:00Z";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    return Iterable.class.isAssignableFrom(type) ? "an array" : "an object that fits";
  }

  private static String path(JsonMappingException misfit) {
    return misfit.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }
}
