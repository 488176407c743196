package io.tradewind.orders.control;

import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderLines;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** The lines of an order in its own row: they are written once and always read with it. */
@Converter(autoApply = true)
public class LinesAsJson implements AttributeConverter<OrderLines, String> {

  @Override
  public String convertToDatabaseColumn(OrderLines lines) {
    return StoredJson.write(lines.lines());
  }

  @Override
  public OrderLines convertToEntityAttribute(String json) {
    return new OrderLines(List.of(StoredJson.read(json, OrderLine[].class)));
  }
}
