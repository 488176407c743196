package io.tradewind.payments.entity;

/** The provider's books do not show the settlement that people report. */
public class ProviderDisagrees extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProviderDisagrees(PaymentBalance theirs) {
    super("the provider says: " + theirs.described());
  }
}
