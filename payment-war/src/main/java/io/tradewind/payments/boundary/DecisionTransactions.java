package io.tradewind.payments.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.payments.control.LedgerDifferences;
import io.tradewind.payments.entity.CorrectionDecision;
import io.tradewind.payments.entity.LedgerDifference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;

/** The transaction of operators' decisions on ledger differences. */
@ApplicationScoped
public class DecisionTransactions {

  @Inject LedgerDifferences differences;
  @Inject Audit audit;

  /** The decision in the audit trail, beside who, when and why. */
  private record AuditDetail(CorrectionDecision decision, List<String> payments) {}

  /** Returns the number of differences decided: all that were meant, or none. */
  @Transactional
  public int decide(Decisions decisions) {
    List<LedgerDifference> meant = decisions.payments() == null ? all(decisions) : named(decisions);
    meant.forEach(finding -> finding.decide(decisions.decision()));
    List<String> payments = meant.stream().map(LedgerDifference::payment).toList();
    audit.record(
        "decide",
        payments.size() == 1 ? "payment/" + payments.get(0) : "payments",
        new Reason(decisions.reason()),
        new AuditDetail(decisions.decision(), payments));
    return meant.size();
  }

  private List<LedgerDifference> named(Decisions decisions) {
    Set<String> names = Set.copyOf(decisions.payments());
    List<LedgerDifference> meant = differences.lock(names);
    if (meant.size() < names.size()) {
      throw new ProblemException(ProblemType.NOT_FOUND, "not all of these payments differ");
    }
    meant.stream()
        .filter(finding -> !finding.takes(decisions.decision()))
        .findFirst()
        .ifPresent(
            finding -> {
              throw new ProblemException(
                  ProblemType.CONFLICTING_STATUS,
                  finding.payment() + " is " + finding.status() + ": " + finding.detail());
            });
    return meant;
  }

  private List<LedgerDifference> all(Decisions decisions) {
    if (decisions.atMost() == null) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, "name payments, or how many at most");
    }
    List<LedgerDifference> meant =
        differences.lockDecidable(decisions.decision(), decisions.atMost() + 1);
    if (meant.size() > decisions.atMost()) {
      throw new ProblemException(
          ProblemType.CONFLICTING_STATUS, "there are more than " + decisions.atMost());
    }
    return meant;
  }
}
