package io.tradewind.orders.entity;

/** Who is asked to take a step of the saga. */
public enum Participant {
  PAYMENT,
  INVENTORY
}
