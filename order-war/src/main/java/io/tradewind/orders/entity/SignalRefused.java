package io.tradewind.orders.entity;

/** The order's status does not allow what it was asked, or what it was told. */
public class SignalRefused extends RuntimeException {

  private final OrderStatus status;

  SignalRefused(OrderStatus status, String why) {
    super(why);
    this.status = status;
  }

  public OrderStatus status() {
    return status;
  }
}
