package io.tradewind.inventory.entity;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code {"TEA-001":2,"TEA-002":1}}: readable by PostgreSQL's jsonb functions. Nothing needs
 * escaping, because only existing SKUs are reserved; so entities need no JSON library.
 */
@Converter
public class UnitsBySkuAsJson implements AttributeConverter<UnitsBySku, String> {

  private static final Pattern LINE = Pattern.compile("\"([^\"]+)\": ?([0-9]+)");

  @Override
  public String convertToDatabaseColumn(UnitsBySku lines) {
    return lines.units().entrySet().stream()
        .map(line -> "\"" + line.getKey() + "\":" + line.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public UnitsBySku convertToEntityAttribute(String json) {
    SortedMap<String, Long> units = new TreeMap<>();
    Matcher line = LINE.matcher(json);
    while (line.find()) {
      units.put(line.group(1), Long.valueOf(line.group(2)));
    }
    return new UnitsBySku(units);
  }
}
