package io.tradewind.systemtests.simulation;

import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SagaSignal;
import java.util.Map;
import java.util.UUID;

/** A message between services; it has the same id each time it is sent. */
sealed interface Wire {

  UUID id();

  UUID orderId();

  /**
   * @param amount minor units
   */
  record Command(
      UUID id,
      UUID orderId,
      SagaCommand kind,
      UUID userId,
      long amount,
      String paymentMethod,
      Map<String, Integer> units)
      implements Wire {}

  record Answer(UUID id, UUID orderId, UUID commandId, SagaSignal.Answer says) implements Wire {}

  /** An event that informs customers about an order. */
  record News(UUID id, UUID orderId, UUID userId, String type) implements Wire {}
}
