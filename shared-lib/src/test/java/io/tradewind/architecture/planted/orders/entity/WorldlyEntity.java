package io.tradewind.architecture.planted.orders.entity;

import io.tradewind.architecture.planted.orders.control.LookingBack;
import io.tradewind.contracts.orders.OrderPlaced;
import jakarta.inject.Inject;

/** Violates: an entity is a plain class and depends on no contract, no control and no boundary. */
class WorldlyEntity {

  @Inject LookingBack control;
  OrderPlaced message;
}
