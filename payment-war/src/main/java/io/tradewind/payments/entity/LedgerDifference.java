package io.tradewind.payments.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * A payment that differs between the provider and us, and its correction.
 *
 * <p>A payment that is known on both sides and closed here may be corrected automatically. All
 * others are corrected only after an operator's decision, which is valid for what both sides showed
 * at that time.
 *
 * <p>The provider key is derived from the correction and stored before the provider is asked: the
 * same difference is corrected once, however often and by whichever replica it is found.
 */
@Entity
@Table(name = "reconciliation_finding")
public class LedgerDifference {

  /** Not queried yet; queries search for this text too. */
  public static final String NOT_COMPARED = "not compared yet";

  @Id
  @Column(name = "payment")
  private String payment;

  @Enumerated(EnumType.STRING)
  @Column(name = "status")
  private DifferenceStatus status;

  @Enumerated(EnumType.STRING)
  @Column(name = "action")
  private OperationKind action;

  @Column(name = "amount")
  private Long amount;

  @Column(name = "currency")
  private String currency;

  @Column(name = "provider_key")
  private String providerKey;

  @Column(name = "ours")
  private String ours;

  @Column(name = "theirs")
  private String theirs;

  @Column(name = "detail")
  private String detail;

  @Enumerated(EnumType.STRING)
  @Column(name = "decision")
  private CorrectionDecision decision;

  @Column(name = "correctable")
  private boolean correctable;

  @Column(name = "attempts")
  private int attempts;

  @Column(name = "found_at")
  private Instant foundAt;

  @Column(name = "looked_at")
  private Instant lookedAt;

  protected LedgerDifference() {}

  /**
   * @param payment the payment's name at the provider
   */
  public LedgerDifference(String payment, Instant now) {
    this.payment = payment;
    this.status = DifferenceStatus.WAITING;
    this.ours = NOT_COMPARED;
    this.theirs = NOT_COMPARED;
    this.foundAt = now;
  }

  /** Updates both sides. A change invalidates the decision, which was about another state. */
  public LedgerDifference seen(PaymentBalance here, PaymentBalance there, Instant now) {
    if (!here.described().equals(ours) || !there.described().equals(theirs)) {
      decision = null;
    }
    ours = here.described();
    theirs = there.described();
    lookedAt = now;
    return this;
  }

  /** Its state could not be read; others are examined before the next try. */
  public void unseen(String why, Instant now) {
    if (status == DifferenceStatus.CORRECTED) {
      status = DifferenceStatus.WAITING;
    }
    detail = why;
    lookedAt = now;
  }

  /** It will be examined again; nothing is requested now. */
  public void waits(String why) {
    status = DifferenceStatus.WAITING;
    detail = why;
    correctable = false;
  }

  /** The right correction is unknown here. */
  public void impossible(String why) {
    status = DifferenceStatus.IMPOSSIBLE;
    detail = why;
    correctable = false;
  }

  /** It can be corrected, but only after an operator's decision. */
  public void needsDecision(String why) {
    status = DifferenceStatus.IMPOSSIBLE;
    detail = why;
    correctable = true;
  }

  /** It will be corrected automatically, in its turn. */
  public void mayBeCorrected() {
    correctable = true;
    if (status != DifferenceStatus.CORRECTING) {
      status = DifferenceStatus.WAITING;
      detail = "to be corrected";
    }
  }

  /**
   * @throws IllegalStateException when it was corrected or there is nothing to request
   */
  public void decide(CorrectionDecision word) {
    if (!takes(word)) {
      throw new IllegalStateException(payment + " is " + status);
    }
    decision = word;
  }

  /** Whether it accepts this decision. */
  public boolean takes(CorrectionDecision word) {
    return status != DifferenceStatus.CORRECTED
        && (word == CorrectionDecision.LEAVE || correctable);
  }

  public boolean isToBeCorrected() {
    return decision == CorrectionDecision.CORRECT;
  }

  /**
   * The request to the provider.
   *
   * @param taken what the provider holds of the customer's money before it, which distinguishes
   *     successive refunds: it falls with each and stays while none is done
   */
  public ProviderRequest correct(Correction correction, UUID order, long taken, String money) {
    status = DifferenceStatus.CORRECTING;
    action = correction.action();
    amount = correction.amount();
    currency = money;
    providerKey =
        action == OperationKind.VOID
            ? "reconcile-void-" + payment
            : "reconcile-refund-" + payment + "-" + taken + "-" + amount;
    attempts++;
    return new ProviderRequest(
        order, order, action, providerKey, amount, currency, null, attempts, null);
  }

  /** Records the provider's answer. */
  public void record(ProviderAnswer answer, Instant now) {
    lookedAt = now;
    if (answer instanceof ProviderAnswer.Done) {
      corrected();
    } else if (answer instanceof ProviderAnswer.Refused refused) {
      status = DifferenceStatus.IMPOSSIBLE;
      detail = "the provider refuses: " + refused.reason();
      decision = null;
    } else {
      // Unknown, or captured meanwhile: it is examined again and requested under the same key.
      detail = answer.toString();
    }
  }

  /** Both sides agree now; a correction stays in the report. */
  public boolean agreed(Instant now) {
    if (action == null) {
      return false;
    }
    corrected();
    lookedAt = now;
    return true;
  }

  private void corrected() {
    status = DifferenceStatus.CORRECTED;
    detail = null;
    decision = null;
    correctable = false;
  }

  public String payment() {
    return payment;
  }

  public DifferenceStatus status() {
    return status;
  }

  public OperationKind action() {
    return action;
  }

  /** Minor units refunded; null when nothing was requested. */
  public Long amount() {
    return amount;
  }

  public String currency() {
    return currency;
  }

  public String ours() {
    return ours;
  }

  public String theirs() {
    return theirs;
  }

  public String detail() {
    return detail;
  }

  /** Whether the provider could make both sides agree. */
  public boolean isCorrectable() {
    return correctable;
  }

  /** An operator's decision, or null. */
  public CorrectionDecision decision() {
    return decision;
  }

  public int attempts() {
    return attempts;
  }

  public Instant foundAt() {
    return foundAt;
  }

  public Instant lookedAt() {
    return lookedAt;
  }
}
