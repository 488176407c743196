package io.tradewind.payments.control;

import io.tradewind.payments.entity.PaymentBalance;

/** A payment as the provider sees it; amounts in minor units. */
public record ProviderPayment(
    String status, long authorised, long captured, long refunded, String currency) {

  /** The provider does not know the payment. */
  static final ProviderPayment UNKNOWN = new ProviderPayment("UNKNOWN", 0, 0, 0, null);

  /** Converted to our balance. */
  public PaymentBalance balance() {
    return new PaymentBalance(
        "AUTHORISED".equals(status), authorised, captured, refunded, 0, status);
  }
}
