package io.tradewind.orders.entity;

import io.tradewind.values.PermanentFailure;

/** The order's status does not allow the request or the answer. */
public class SignalRefused extends RuntimeException implements PermanentFailure {

  private final OrderStatus status;

  SignalRefused(OrderStatus status, String why) {
    super(why);
    this.status = status;
  }

  public OrderStatus status() {
    return status;
  }
}
