package io.tradewind.orders.control;

import io.tradewind.orders.entity.OrderFact;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** What an event says beyond its type. */
@Converter(autoApply = true)
public class FactAsJson implements AttributeConverter<OrderFact.Data, String> {

  @Override
  public String convertToDatabaseColumn(OrderFact.Data data) {
    return StoredJson.write(data);
  }

  @Override
  public OrderFact.Data convertToEntityAttribute(String json) {
    return StoredJson.read(json, OrderFact.Data.class);
  }
}
