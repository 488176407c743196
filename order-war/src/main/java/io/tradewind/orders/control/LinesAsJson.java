package io.tradewind.orders.control;

import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderLines;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/**
 * The lines of an order as JSON in its row: they are written once and always read with it. The
 * column type is Object, because the driver returns JSONB as an object of its own whose text is the
 * JSON.
 */
@Converter(autoApply = true)
public class LinesAsJson implements AttributeConverter<OrderLines, Object> {

  @Override
  public Object convertToDatabaseColumn(OrderLines lines) {
    return StoredJson.write(lines.lines());
  }

  @Override
  public OrderLines convertToEntityAttribute(Object json) {
    return new OrderLines(List.of(StoredJson.read(json.toString(), OrderLine[].class)));
  }
}
