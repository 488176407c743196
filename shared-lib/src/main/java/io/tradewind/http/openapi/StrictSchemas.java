package io.tradewind.http.openapi;

import static org.eclipse.microprofile.openapi.OASFactory.createSchema;

import io.tradewind.http.StrictJson;
import io.tradewind.values.Money;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Makes the document's schemas as strict as {@link StrictJson}: a body has no unknown members, and
 * optional ones may be null. An answer has every member that is not nullable.
 */
final class StrictSchemas {

  private static final String PREFIX = "#/components/schemas/";

  private final Map<String, Schema> named;
  private final Set<Schema> seen = new HashSet<>();

  StrictSchemas(Map<String, Schema> named) {
    this.named = named == null ? Map.of() : named;
    Schema money = this.named.get(Money.class.getSimpleName());
    if (money != null) {
      // the values package does not depend on OpenAPI
      money.getProperties().get("currency").pattern("^[A-Z]{3}$").addExample("EUR");
      money.getProperties().get("amount").addExample(1299);
      money.setRequired(List.of("amount", "currency"));
      // or it would differ between services that only return it and those that also accept it
      money.setAdditionalPropertiesSchema(nothing());
    }
  }

  Schema resolved(Schema schema) {
    return schema.getRef() == null ? schema : named.get(schema.getRef().substring(PREFIX.length()));
  }

  /** Call it for all bodies before the first answer: a schema that both share is strict. */
  void taken(Schema reference) {
    Schema schema = resolved(reference);
    if (!seen.add(schema)) {
      return;
    }
    portable(schema);
    if (schema.getItems() != null) {
      taken(schema.getItems());
    }
    if (schema.getProperties() != null) {
      schema.setAdditionalPropertiesSchema(nothing());
      sayTwice(schema);
      List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
      Map<String, Schema> members = new LinkedHashMap<>(schema.getProperties());
      members.values().forEach(this::taken);
      members.replaceAll((name, member) -> required.contains(name) ? member : orNull(member));
      schema.setProperties(members);
    }
  }

  void answered(Schema reference) {
    Schema schema = resolved(reference);
    if (!seen.add(schema)) {
      return;
    }
    sayTwice(schema);
    if (schema.getItems() != null) {
      answered(schema.getItems());
    }
    if (schema.getAnyOf() != null) {
      schema.getAnyOf().forEach(this::answered);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(this::answered);
      schema.setRequired(
          schema.getProperties().entrySet().stream()
              .filter(member -> !mayBeNull(member.getValue()))
              .map(Map.Entry::getKey)
              .toList());
    }
  }

  /**
   * Where a server has several services, Liberty merges their documents and may lose
   * additionalProperties: it copies a schema through its setters in the JVM's arbitrary order, and
   * setAdditionalPropertiesBoolean(null) removes what the others set.
   */
  private static void sayTwice(Schema schema) {
    schema.setUnevaluatedProperties(schema.getAdditionalPropertiesSchema());
  }

  /** Equivalent to {@code false}; Liberty cannot merge documents that contain that. */
  private static Schema nothing() {
    return createSchema().not(createSchema());
  }

  private static boolean mayBeNull(Schema schema) {
    return schema.getType() != null && schema.getType().contains(SchemaType.NULL)
        || schema.getAnyOf() != null
            && schema.getAnyOf().stream().anyMatch(StrictSchemas::mayBeNull);
  }

  private static Schema orNull(Schema schema) {
    if (mayBeNull(schema)) {
      return schema;
    }
    if (schema.getRef() != null || schema.getType() == null) {
      return createSchema().addAnyOf(schema).addAnyOf(createSchema().addType(SchemaType.NULL));
    }
    List<SchemaType> types = new ArrayList<>(schema.getType());
    types.add(SchemaType.NULL);
    return schema.type(types);
  }

  /**
   * Java's expressions match the whole text and have their own syntax; those of the document do
   * not.
   */
  private static void portable(Schema schema) {
    String pattern = schema.getPattern();
    if (pattern != null && !pattern.startsWith("^") && !pattern.equals("\\S")) {
      schema.setPattern(
          "^(?:"
              + pattern
                  .replace("\\p{Cntrl}", "\\x00-\\x1f\\x7f")
                  .replace("++", "+")
                  .replace("(?s).*", "[\\s\\S]*")
                  .replace(".*", "[\\s\\S]*")
              + ")$");
    }
  }
}
