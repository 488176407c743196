package io.tradewind.payments.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.payments.control.OperationProgress;
import io.tradewind.payments.control.Payments;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Outcome;
import io.tradewind.payments.entity.PaymentBalance;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.payments.entity.ProviderDisagrees;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** The transaction of a manual settlement, after the provider was queried. */
@ApplicationScoped
public class SettlementTransactions {

  @Inject Payments payments;
  @Inject OperationProgress progress;
  @Inject Audit audit;

  /** The settlement in the audit trail, beside who, when and why. */
  private record Settled(
      UUID commandId,
      OperationKind kind,
      Outcome outcome,
      long moved,
      boolean elsewhere,
      String provider) {}

  @Transactional
  public void settle(UUID order, PaymentBalance theirs, Settlement settlement) {
    PaymentOperation settled = settled(order, theirs, settlement.wasElsewhere());
    audit.record(
        "settle by hand",
        "payment/" + order,
        new Reason(settlement.reason()),
        new Settled(
            settled.commandId(),
            settled.kind(),
            settled.outcome(),
            settled.moved(),
            settlement.wasElsewhere(),
            theirs.described()));
  }

  private PaymentOperation settled(UUID order, PaymentBalance theirs, boolean elsewhere) {
    try {
      return progress
          .settleByHand(order, theirs, elsewhere)
          .orElseThrow(() -> nothingRefused(order));
    } catch (ProviderDisagrees still) {
      throw new ProblemException(ProblemType.CONFLICTING_STATUS, still.getMessage());
    }
  }

  private ProblemException nothingRefused(UUID order) {
    return payments.find(order).isEmpty()
        ? missing()
        : new ProblemException(
            ProblemType.CONFLICTING_STATUS,
            "the provider refuses nothing of this order, or is being asked just now");
  }

  static ProblemException missing() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no payment for such an order");
  }
}
