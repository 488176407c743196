package io.tradewind.http.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** An example of a whole body, composed of the examples of its members. */
final class Examples {

  /** Default examples by format. */
  private static final Map<String, Object> OF_FORMATS =
      Map.of(
          "uuid", "0192d5c4-7a1b-7c3d-8e4f-5a6b7c8d9e0f",
          "date-time", "2026-01-31T12:00:00Z",
          "date", "2026-01-31",
          "uri", "https://tradewind.example/");

  private final StrictSchemas schemas;

  Examples(StrictSchemas schemas) {
    this.schemas = schemas;
  }

  Object of(Schema reference) {
    Schema schema = schemas.resolved(reference);
    if (schema.getExamples() != null && !schema.getExamples().isEmpty()) {
      return schema.getExamples().get(0);
    }
    if (schema.getAnyOf() != null) {
      return of(schema.getAnyOf().get(0));
    }
    if (schema.getEnumeration() != null) {
      return schema.getEnumeration().get(0);
    }
    List<SchemaType> types = schema.getType();
    return types == null || types.isEmpty() ? Map.of() : ofType(types.get(0), schema);
  }

  private Object ofType(SchemaType type, Schema schema) {
    return switch (type) {
      case OBJECT -> members(schema);
      case ARRAY -> List.of(of(schema.getItems()));
      case STRING ->
          schema.getFormat() == null ? "text" : OF_FORMATS.getOrDefault(schema.getFormat(), "text");
      case INTEGER, NUMBER -> schema.getMinimum() == null ? 1 : schema.getMinimum();
      case BOOLEAN -> true;
      case NULL -> null;
    };
  }

  private Map<String, Object> members(Schema schema) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, member) -> members.put(name, of(member)));
    }
    return members;
  }
}
