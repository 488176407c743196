package io.tradewind.architecture.planted.orders.entity;

import io.tradewind.architecture.planted.orders.control.LookingBack;
import io.tradewind.contracts.orders.OrderPlaced;
import jakarta.inject.Inject;

/** Breaks: an entity is plain, sees no contract and looks neither at control nor boundary. */
class WorldlyEntity {

  @Inject LookingBack control;
  OrderPlaced message;
}
