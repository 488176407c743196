package io.tradewind.architecture.planted.orders.boundary;

import io.tradewind.architecture.planted.orders.control.LookingBack;

/** Violates: packages form no cycle. This class depends on control, which depends on boundary. */
public class GoingRound {

  LookingBack back;
}
