package io.tradewind.orders.entity;

import io.tradewind.values.PermanentFailure;

/** The order's status does not allow what it was asked, or what it was told. */
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
