package io.tradewind.payments.entity;

import java.util.Optional;

/**
 * What to do at the provider so that its books agree with ours. Ours represent what the order
 * wants: a payment that is closed here belongs to no live order, and what was refunded here to no
 * confirmed one. So a correction only voids or refunds, never captures.
 *
 * @param action VOID or REFUND, or null when the right action is unknown
 * @param amount minor units to refund; 0 for a void
 * @param why for a report, or null
 */
public record Correction(OperationKind action, long amount, String why) {

  /** Empty when the books agree; refunds made elsewhere are still unrefunded at the provider. */
  public static Optional<Correction> between(PaymentBalance ours, PaymentBalance theirs) {
    long owed = theirs.taken() - ours.taken() - ours.byHand();
    if (owed > 0) {
      return Optional.of(
          ours.held()
              ? impossible("captured there, and here its order is still under way")
              : new Correction(OperationKind.REFUND, owed, null));
    }
    if (theirs.taken() < ours.taken()) {
      return Optional.of(impossible("more was taken here than there"));
    }
    if (theirs.held() && !ours.held()) {
      return Optional.of(new Correction(OperationKind.VOID, 0, null));
    }
    return ours.held() && !theirs.held()
        ? Optional.of(impossible("held here and not there"))
        : Optional.empty();
  }

  private static Correction impossible(String why) {
    return new Correction(null, 0, why);
  }
}
