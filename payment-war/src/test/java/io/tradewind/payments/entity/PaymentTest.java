package io.tradewind.payments.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.payments.entity.PaymentOperation.Wanted;
import io.tradewind.payments.entity.ProviderAnswer.AlreadyCaptured;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.NotAsked;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import io.tradewind.values.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class PaymentTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final UUID order = Ids.next();
  private final Payment payment = new Payment(order);
  private final List<LedgerEntry> ledger = new ArrayList<>();

  @Test
  void anAuthorisationHoldsTheTotal() {
    PaymentOperation authorise = heard(authorize(500), new Done(500));

    assertThat(authorise.outcome()).isEqualTo(Outcome.AUTHORIZED);
    assertThat(payment.status()).isEqualTo(PaymentStatus.AUTHORIZED);
    assertThat(payment.authorised()).isEqualTo(500);
    assertLedger(tuple(1, Outcome.AUTHORIZED, 500L));
  }

  @Test
  void aDeclinedCardHoldsNothing() {
    PaymentOperation authorise = heard(authorize(500), new Refused("card-declined"));

    assertThat(authorise.outcome()).isEqualTo(Outcome.DECLINED);
    assertThat(authorise.reason()).isEqualTo("card-declined");
    assertThat(payment.status()).isEqualTo(PaymentStatus.DECLINED);
    assertThat(payment.authorised()).isZero();
  }

  @Test
  void theProviderKeyOfAnAuthorisationIsTheOrdersWhateverTheCommand() {
    ProviderRequest first = asked(authorize(500));
    ProviderRequest another = asked(authorize(500));

    assertThat(another.key()).isEqualTo(first.key()).contains(order.toString());
    assertThat(another.commandId()).isNotEqualTo(first.commandId());
  }

  @Test
  void anOrderIsAuthorisedOnceHoweverManyCommandsAsk() {
    heard(authorize(500), new Done(500));
    PaymentOperation second = ended(authorize(500));

    assertThat(second.outcome()).isEqualTo(Outcome.AUTHORIZED);
    assertThat(second.moved()).isEqualTo(500);
    assertThat(ledger).hasSize(1);
  }

  @Test
  void aCaptureTakesWhatIsHeld() {
    heard(authorize(500), new Done(500));
    PaymentOperation capture = heard(capture(500), new Done(500));

    assertThat(capture.outcome()).isEqualTo(Outcome.CAPTURED);
    assertThat(payment.status()).isEqualTo(PaymentStatus.CAPTURED);
    assertThat(payment.captured()).isEqualTo(500);
  }

  @Test
  void aHoldOfAnotherSumIsNoAuthorisationAndIsLetGo() {
    PaymentOperation authorise = heard(authorize(500), new Done(400));

    assertThat(authorise.isAnswered()).isFalse();
    assertThat(authorise.needsAttention()).isTrue();
    assertThat(authorise.failure()).contains("400", "500");
    assertThat(ledger).isEmpty();
    Optional<ProviderRequest> undo = payment.decide(authorise, true, LEASE, NOW);
    assertThat(undo.orElseThrow().action()).isEqualTo(OperationKind.VOID);
    payment.record(authorise, undo.orElseThrow(), new Done(400), NOW);
    assertThat(authorise.outcome()).isEqualTo(Outcome.DECLINED);
    assertThat(payment.status()).isEqualTo(PaymentStatus.VOIDED);
  }

  @Test
  void aCaptureOfAnotherSumHasFailedAndIsGivenBack() {
    heard(authorize(500), new Done(500));
    PaymentOperation capture = heard(capture(500), new Done(300));
    assertThat(capture.outcome()).isEqualTo(Outcome.CAPTURE_FAILED);
    assertThat(capture.reason()).isEqualTo("other-amount");

    PaymentOperation undo = voiding();
    ProviderRequest asked = asked(undo);
    payment.record(undo, asked, new AlreadyCaptured(300, 0), NOW);
    ProviderRequest refund = asked(undo);
    assertThat(refund.action()).isEqualTo(OperationKind.REFUND);
    assertThat(refund.amount()).isEqualTo(300);
  }

  @Test
  void aRefundOfAnotherSumIsNeverTakenForTheWholeOne() {
    heard(authorize(500), new Done(500));
    heard(capture(500), new Done(500));
    PaymentOperation refund = heard(refund(500), new Done(501));

    assertThat(refund.isAnswered()).isFalse();
    assertThat(refund.needsAttention()).isTrue();
    assertThat(refund.isRefused()).isTrue();
    assertThat(payment.refunded()).isZero();
  }

  @Test
  void attemptsThatNeverLeftCallNobody() {
    PaymentOperation authorise = authorize(500);
    for (int attempt = 0; attempt < 20; attempt++) {
      heard(authorise, new NotAsked("CircuitBreakerOpenException"));
    }

    assertThat(authorise.needsAttention()).isFalse();
    assertThat(authorise.attempts()).isZero();
    assertThat(heard(authorise, new Done(500)).outcome()).isEqualTo(Outcome.AUTHORIZED);
  }

  @Test
  void aCaptureThatFailsLeavesTheAuthorisationToBeVoided() {
    heard(authorize(500), new Done(500));
    PaymentOperation capture = heard(capture(500), new Refused("capture-failed"));

    assertThat(capture.outcome()).isEqualTo(Outcome.CAPTURE_FAILED);
    assertThat(payment.status()).isEqualTo(PaymentStatus.AUTHORIZED);
    assertThat(asked(voiding()).action()).isEqualTo(OperationKind.VOID);
  }

  @Test
  void nothingIsCapturedThatIsNotHeld() {
    assertThat(ended(capture(500)).reason()).isEqualTo("not-authorised");
  }

  @Test
  void nothingIsCapturedBeyondWhatIsHeld() {
    heard(authorize(500), new Done(500));

    assertThat(ended(capture(501)).reason()).isEqualTo("exceeds-authorisation");
  }

  @Test
  void anotherCaptureOfACapturedPaymentIsAnsweredWithTheFirst() {
    heard(authorize(500), new Done(500));
    heard(capture(500), new Done(500));

    assertThat(ended(capture(500)).outcome()).isEqualTo(Outcome.CAPTURED);
    assertThat(payment.captured()).isEqualTo(500);
  }

  @Test
  void aVoidBeforeAnyAuthorisationIsMadeAtTheProviderWhichThenAuthorisesNothing() {
    PaymentOperation undo = heard(voiding(), new Done(0));

    assertThat(undo.outcome()).isEqualTo(Outcome.VOIDED);
    assertThat(payment.status()).isEqualTo(PaymentStatus.VOIDED);
    assertLedger(tuple(1, Outcome.VOIDED, 0L));
  }

  @Test
  void anAuthorisationAfterTheTombstoneIsRefused() {
    heard(voiding(), new Done(0));
    PaymentOperation late = ended(authorize(500));

    assertThat(late.outcome()).isEqualTo(Outcome.DECLINED);
    assertThat(late.reason()).isEqualTo("voided");
    assertThat(payment.authorised()).isZero();
  }

  @Test
  void theExpectedRequestIsTheOneThatIsMadeWhenNothingUnexpectedCameBefore() {
    PaymentOperation authorise = authorize(500);
    assertThat(expected(authorise)).contains(asked(authorise));
    hear(authorise, expected(authorise).orElseThrow(), new Done(500));

    PaymentOperation capture = capture(500);
    assertThat(expected(capture)).contains(asked(capture));
    assertThat(expected(refund(500))).isEmpty();
    assertThat(expected(voiding())).isEmpty();
  }

  /** Such a command may have to be parked, so nobody may be charged for it. */
  @Test
  void nothingIsExpectedOfACommandThatMayNotBeStorable() {
    for (Wanted hostile :
        List.of(
            wanted(0, "EUR", "pm_ok"),
            wanted(-1, "EUR", "pm_ok"),
            wanted(500, null, "pm_ok"),
            wanted(500, "EURO", "pm_ok"),
            wanted(500, "EUR", "pm\u0000"),
            wanted(500, "EUR", "p".repeat(201)))) {
      assertThat(Payment.expectedRequest(order, hostile)).as("%s", hostile).isEmpty();
    }
    assertThat(Payment.expectedRequest(order, wanted(500, "EUR", "pm_ok"))).isPresent();
  }

  private static Wanted wanted(long amount, String currency, String method) {
    return new Wanted(Ids.next(), OperationKind.AUTHORIZE, amount, currency, method, null);
  }

  private Optional<ProviderRequest> expected(PaymentOperation operation) {
    return Payment.expectedRequest(
        order,
        new Wanted(
            operation.commandId(),
            operation.kind(),
            operation.amount(),
            operation.currency(),
            operation.paymentMethod(),
            null));
  }

  @Test
  void aVoidOfAnOpenAuthorisationLetsItGo() {
    heard(authorize(500), new Done(500));
    PaymentOperation undo = heard(voiding(), new Done(500));

    assertThat(undo.outcome()).isEqualTo(Outcome.VOIDED);
    assertThat(payment.status()).isEqualTo(PaymentStatus.VOIDED);
    assertThat(ended(authorize(500)).outcome()).isEqualTo(Outcome.DECLINED);
  }

  @Test
  void aVoidIsNotAnsweredBeforeTheProviderHasConfirmedIt() {
    heard(authorize(500), new Done(500));
    PaymentOperation undo = heard(voiding(), new Unknown("TimeoutException"));

    assertThat(undo.isAnswered()).isFalse();
    assertThat(payment.status()).isEqualTo(PaymentStatus.AUTHORIZED);
  }

  @Test
  void aVoidAfterACaptureGivesBackExactlyWhatWasTaken() {
    heard(authorize(500), new Done(500));
    heard(capture(400), new Done(400));
    PaymentOperation undo = voiding();
    ProviderRequest refund = asked(undo);

    assertThat(refund.action()).isEqualTo(OperationKind.REFUND);
    assertThat(refund.amount()).isEqualTo(400);
    hear(undo, refund, new Done(400));
    assertThat(undo.outcome()).isEqualTo(Outcome.VOIDED);
    assertThat(payment.status()).isEqualTo(PaymentStatus.REFUNDED);
    assertThat(payment.refunded()).isEqualTo(400);
  }

  @Test
  void aVoidThatDiscoversACaptureGoesOnAsARefund() {
    heard(authorize(500), new Done(500));
    PaymentOperation undo = voiding();
    hear(undo, asked(undo), new AlreadyCaptured(500, 0));

    assertThat(undo.isAnswered()).isFalse();
    assertThat(payment.dueAt()).isEqualTo(NOW);
    ProviderRequest refund = asked(undo);
    assertThat(refund.action()).isEqualTo(OperationKind.REFUND);
    hear(undo, refund, new Done(500));
    assertThat(undo.outcome()).isEqualTo(Outcome.VOIDED);
    assertLedger(
        tuple(1, Outcome.AUTHORIZED, 500L),
        tuple(2, Outcome.CAPTURED, 500L),
        tuple(3, Outcome.REFUNDED, 500L));
  }

  @Test
  void undoingADeclinedPaymentSucceedsWithoutAskingAnybody() {
    heard(authorize(500), new Refused("card-declined"));

    assertThat(ended(voiding()).outcome()).isEqualTo(Outcome.VOIDED);
  }

  @Test
  void undoingTwiceMovesMoneyOnce() {
    heard(authorize(500), new Done(500));
    heard(capture(500), new Done(500));
    heard(refund(500), new Done(500));

    assertThat(ended(voiding()).outcome()).isEqualTo(Outcome.VOIDED);
    PaymentOperation again = ended(refund(500));
    assertThat(again.outcome()).isEqualTo(Outcome.REFUNDED);
    assertThat(again.moved()).isZero();
    assertThat(payment.refunded()).isEqualTo(500);
  }

  @Test
  void partsOfACaptureAreRefundedOneByOneAndNeverBeyondIt() {
    heard(authorize(500), new Done(500));
    heard(capture(500), new Done(500));
    ProviderRequest first = askedAndHeard(refund(200), 200);
    ProviderRequest second = askedAndHeard(refund(400), 300);

    assertThat(second.amount()).isEqualTo(300);
    assertThat(second.key()).isNotEqualTo(first.key());
    assertThat(payment.status()).isEqualTo(PaymentStatus.REFUNDED);
  }

  @Test
  void aRefundOfAnOpenAuthorisationLetsItGo() {
    heard(authorize(500), new Done(500));
    PaymentOperation undo = refund(500);
    ProviderRequest request = asked(undo);

    assertThat(request.action()).isEqualTo(OperationKind.VOID);
    hear(undo, request, new Done(500));
    assertThat(undo.outcome()).isEqualTo(Outcome.REFUNDED);
    assertThat(undo.moved()).isZero();
  }

  @Test
  void noAnswerIsUnknownAndIsAskedForAgainUnderTheSameKey() {
    PaymentOperation authorise = authorize(500);
    ProviderRequest first = asked(authorise);
    hear(authorise, first, new Unknown("TimeoutException"));

    assertThat(authorise.isAnswered()).isFalse();
    assertThat(authorise.hasFailedAttempt()).isTrue();
    assertThat(payment.dueAt()).isAfter(NOW);
    ProviderRequest second = asked(authorise);
    assertThat(second.key()).isEqualTo(first.key());
    assertThat(second.attempt()).isEqualTo(2);
    hear(authorise, second, new Done(500));
    assertThat(authorise.outcome()).isEqualTo(Outcome.AUTHORIZED);
  }

  @Test
  void anUnknownAuthorisationThatIsNoLongerWantedIsClosed() {
    PaymentOperation authorise = authorize(500);
    hear(authorise, asked(authorise), new Unknown("TimeoutException"));
    PaymentOperation undo = voiding();
    ProviderRequest close = payment.decide(authorise, true, LEASE, NOW).orElseThrow();

    assertThat(close.action()).isEqualTo(OperationKind.VOID);
    hear(authorise, close, new Done(0));
    assertThat(authorise.outcome()).isEqualTo(Outcome.DECLINED);
    assertThat(authorise.reason()).isEqualTo("voided");
    assertThat(ended(undo).outcome()).isEqualTo(Outcome.VOIDED);
  }

  @Test
  void closingAnUnknownAuthorisationTellsThatItHadBeenHeld() {
    PaymentOperation authorise = authorize(500);
    hear(authorise, asked(authorise), new Unknown("TimeoutException"));
    voiding();
    ProviderRequest close = payment.decide(authorise, true, LEASE, NOW).orElseThrow();

    hear(authorise, close, new Done(500));

    assertThat(payment.authorised()).isEqualTo(500);
    assertThat(payment.currency()).isEqualTo("EUR");
  }

  @Test
  void anAuthorisationThatWasNeverTriedIsNotClosedBehindItsBack() {
    PaymentOperation authorise = authorize(500);
    voiding();

    assertThat(payment.decide(authorise, true, LEASE, NOW).orElseThrow().action())
        .isEqualTo(OperationKind.AUTHORIZE);
  }

  @Test
  void theAnswerOfACallWhoseLeaseRanOutIsNotNeeded() {
    PaymentOperation authorise = authorize(500);
    ProviderRequest first = asked(authorise);
    ProviderRequest second = asked(authorise);

    assertThat(payment.record(authorise, first, new Done(500), NOW)).isFalse();
    assertThat(payment.record(authorise, second, new Done(500), NOW)).isTrue();
    assertThat(payment.record(authorise, second, new Done(500), NOW)).isFalse();
    ledger.addAll(payment.unwrittenEntries());
    assertThat(ledger).hasSize(1);
  }

  @Test
  void aCompensationThatKeepsFailingIsFlaggedAndTriedForEver() {
    heard(authorize(500), new Done(500));
    PaymentOperation undo = voiding();
    for (int i = 0; i < 100; i++) {
      hear(undo, asked(undo), new Refused("out-of-order"));
    }

    assertThat(undo.isAnswered()).isFalse();
    assertThat(undo.needsAttention()).isTrue();
    assertThat(payment.dueAt()).isEqualTo(NOW.plusSeconds(15));
    hear(undo, asked(undo), new Done(500));
    assertThat(undo.outcome()).isEqualTo(Outcome.VOIDED);
    assertThat(undo.needsAttention()).isFalse();
  }

  @Test
  void aCallHoldsTheLeaseOfThePayment() {
    asked(authorize(500));

    assertThat(payment.dueAt()).isEqualTo(NOW.plus(LEASE));
  }

  @Test
  void aCommandThatComesWhileACallIsUnderWayWaitsBehindIt() {
    asked(authorize(500));
    voiding();

    assertThat(payment.dueAt()).isEqualTo(NOW.plus(LEASE));
  }

  @Test
  void aRefundThatTheProviderRefusesIsMadeByPeopleAndItsBooksShowIt() {
    PaymentOperation refund = refusedRefund();

    payment.settleByHand(refund, closed(500, 500), false, NOW);

    assertThat(refund.outcome()).isEqualTo(Outcome.REFUNDED);
    assertThat(refund.moved()).isEqualTo(500);
    assertThat(payment.status()).isEqualTo(PaymentStatus.REFUNDED);
    assertThat(payment.refundedByHand()).isZero();
    ledger.addAll(payment.unwrittenEntries());
    assertLedger(
        tuple(1, Outcome.AUTHORIZED, 500L),
        tuple(2, Outcome.CAPTURED, 500L),
        tuple(3, Outcome.REFUNDED, 500L));
    assertThat(ledger.get(2).providerKey()).isNull();
  }

  @Test
  void moneyStillHeldByTheProviderWasRefundedOnlyWhenPeopleSaySo() {
    PaymentOperation refund = refusedRefund();
    for (PaymentBalance still : List.of(closed(500, 0), closed(500, 499))) {
      assertThatThrownBy(() -> payment.settleByHand(refund, still, false, NOW))
          .isInstanceOf(ProviderDisagrees.class)
          .hasMessageContaining(still.described());
    }
    assertThat(refund.isAnswered()).isFalse();
    assertThat(payment.refunded()).isZero();

    payment.settleByHand(refund, closed(500, 200), true, NOW);

    assertThat(payment.refunded()).isEqualTo(500);
    assertThat(payment.refundedByHand()).isEqualTo(300);
    assertThat(Correction.between(PaymentBalance.ours(payment), closed(500, 200))).isEmpty();
  }

  @Test
  void nobodyVouchesForMoreThanIsAskedBack() {
    PaymentOperation refund = refusedRefund();

    assertThatThrownBy(() -> payment.settleByHand(refund, closed(900, 0), true, NOW))
        .isInstanceOf(ProviderDisagrees.class);
  }

  @Test
  void aVoidThatTheProviderRefusesIsSettledByPeople() {
    heard(authorize(500), new Done(500));
    PaymentOperation voided = heard(voiding(), new Refused("closed-for-the-night"));
    PaymentBalance held = new PaymentBalance(true, 500, 0, 0, 0, "AUTHORISED");
    assertThatThrownBy(() -> payment.settleByHand(voided, held, false, NOW))
        .isInstanceOf(ProviderDisagrees.class);

    payment.settleByHand(voided, closed(0, 0), false, NOW);

    assertThat(voided.outcome()).isEqualTo(Outcome.VOIDED);
    assertThat(payment.status()).isEqualTo(PaymentStatus.VOIDED);
    assertThat(payment.refundedByHand()).isZero();
  }

  @Test
  void nobodyVouchesForWhatIsUnknownOrBeingAsked() {
    heard(authorize(500), new Done(500));
    PaymentOperation voided = heard(voiding(), new Unknown("TimeoutException"));
    assertThatThrownBy(() -> payment.settleByHand(voided, closed(0, 0), true, NOW))
        .isInstanceOf(IllegalStateException.class);

    hear(voided, asked(voided), new Refused("closed-for-the-night"));
    assertThat(voided.isRefused()).isTrue();
    asked(voided);
    assertThatThrownBy(() -> payment.settleByHand(voided, closed(0, 0), true, NOW))
        .isInstanceOf(IllegalStateException.class);
  }

  private PaymentOperation refusedRefund() {
    heard(authorize(500), new Done(500));
    heard(capture(500), new Done(500));
    return heard(refund(500), new Refused("account-closed"));
  }

  private static PaymentBalance closed(long captured, long refunded) {
    return new PaymentBalance(false, 500, captured, refunded, 0, "CAPTURED");
  }

  private PaymentOperation authorize(long amount) {
    return take(OperationKind.AUTHORIZE, amount, "EUR", "pm_ok");
  }

  private PaymentOperation capture(long amount) {
    return take(OperationKind.CAPTURE, amount, "EUR", null);
  }

  private PaymentOperation refund(long amount) {
    return take(OperationKind.REFUND, amount, "EUR", null);
  }

  private PaymentOperation voiding() {
    return take(OperationKind.VOID, 0, null, null);
  }

  private PaymentOperation take(OperationKind kind, long amount, String currency, String method) {
    return payment.accept(new Wanted(Ids.next(), kind, amount, currency, method, null), NOW);
  }

  private ProviderRequest asked(PaymentOperation operation) {
    return payment.decide(operation, false, LEASE, NOW).orElseThrow();
  }

  private ProviderRequest askedAndHeard(PaymentOperation operation, long moved) {
    ProviderRequest request = asked(operation);
    hear(operation, request, new Done(moved));
    return request;
  }

  private PaymentOperation heard(PaymentOperation operation, ProviderAnswer answer) {
    hear(operation, asked(operation), answer);
    return operation;
  }

  private void hear(PaymentOperation operation, ProviderRequest asked, ProviderAnswer answer) {
    assertThat(payment.record(operation, asked, answer, NOW)).isTrue();
    ledger.addAll(payment.unwrittenEntries());
  }

  private PaymentOperation ended(PaymentOperation operation) {
    Optional<ProviderRequest> request = payment.decide(operation, false, LEASE, NOW);
    assertThat(request).isEmpty();
    assertThat(operation.isAnswered()).isTrue();
    ledger.addAll(payment.unwrittenEntries());
    return operation;
  }

  private void assertLedger(Tuple... entries) {
    assertThat(ledger)
        .extracting(LedgerEntry::seq, LedgerEntry::type, LedgerEntry::amount)
        .containsExactly(entries);
  }
}
