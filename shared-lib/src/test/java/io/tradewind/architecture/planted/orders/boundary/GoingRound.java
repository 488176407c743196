package io.tradewind.architecture.planted.orders.boundary;

import io.tradewind.architecture.planted.orders.control.LookingBack;

/** Breaks: packages form no cycle; this one knows control, which looks back. */
public class GoingRound {

  LookingBack back;
}
