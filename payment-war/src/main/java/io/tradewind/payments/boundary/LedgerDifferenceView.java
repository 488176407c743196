package io.tradewind.payments.boundary;

import io.tradewind.payments.entity.CorrectionDecision;
import io.tradewind.payments.entity.DifferenceStatus;
import io.tradewind.payments.entity.LedgerDifference;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.values.Money;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A difference between the provider's ledger and ours, and its state.
 *
 * @param payment its name at the provider, which is the order's id
 * @param action VOID or REFUND; null when nothing was requested
 * @param amount what was refunded; null when nothing was
 * @param detail why it could not be corrected, or not yet
 * @param correctable whether the provider could make both sides agree
 * @param decision an operator's decision; null while there is none
 */
record LedgerDifferenceView(
    String payment,
    DifferenceStatus status,
    @Schema(nullable = true) OperationKind action,
    @Schema(nullable = true) Money amount,
    @Schema(nullable = true) String ours,
    @Schema(nullable = true) String theirs,
    @Schema(nullable = true) String detail,
    int attempts,
    Instant foundAt,
    Instant lookedAt,
    boolean correctable,
    @Schema(nullable = true) CorrectionDecision decision) {

  static LedgerDifferenceView of(LedgerDifference difference) {
    boolean moved = difference.action() == OperationKind.REFUND && difference.currency() != null;
    return new LedgerDifferenceView(
        difference.payment(),
        difference.status(),
        difference.action(),
        moved ? new Money(difference.amount(), difference.currency()) : null,
        difference.ours(),
        difference.theirs(),
        difference.detail(),
        difference.attempts(),
        difference.foundAt(),
        difference.lookedAt(),
        difference.isCorrectable(),
        difference.decision());
  }
}
