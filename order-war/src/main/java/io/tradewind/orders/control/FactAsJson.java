package io.tradewind.orders.control;

import io.tradewind.orders.entity.OrderFact;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** The JSON of what an event says beyond its type. */
@Converter(autoApply = true)
public class FactAsJson implements AttributeConverter<OrderFact.Data, Object> {

  @Override
  public Object convertToDatabaseColumn(OrderFact.Data data) {
    return StoredJson.write(data);
  }

  @Override
  public OrderFact.Data convertToEntityAttribute(Object json) {
    return StoredJson.read(json.toString(), OrderFact.Data.class);
  }
}
