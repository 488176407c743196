package io.tradewind.orders.entity;

/** A service that executes steps of the saga. */
public enum Participant {
  PAYMENT,
  INVENTORY
}
