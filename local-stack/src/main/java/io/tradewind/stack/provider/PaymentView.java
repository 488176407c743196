package io.tradewind.stack.provider;

/** A payment as a query shows it; amounts in minor units. */
record PaymentView(
    String payment,
    Account.Status status,
    long authorised,
    long captured,
    long refunded,
    String currency,
    String method) {

  static PaymentView of(String payment, Account account) {
    return new PaymentView(
        payment,
        account.status(),
        account.authorised(),
        account.captured(),
        account.refunded(),
        account.currency(),
        account.method());
  }
}
