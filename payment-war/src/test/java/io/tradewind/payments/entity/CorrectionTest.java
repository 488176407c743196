package io.tradewind.payments.entity;

import static io.tradewind.payments.entity.OperationKind.REFUND;
import static io.tradewind.payments.entity.OperationKind.VOID;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CorrectionTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void booksThatAgreeNeedNothing() {
    assertThat(Correction.between(closed(0, 0), closed(0, 0))).isEmpty();
    assertThat(Correction.between(held(), held())).isEmpty();
    assertThat(Correction.between(closed(500, 0), closed(500, 0))).isEmpty();
    assertThat(Correction.between(closed(0, 0), closed(500, 500))).isEmpty();
  }

  @Test
  void stockReservedForNoLiveOrderIsReleased() {
    assertThat(Correction.between(closed(0, 0), held())).contains(new Correction(VOID, 0, null));
  }

  @Test
  void moneyCapturedForNoConfirmedOrderIsRefundedAndNoMore() {
    assertThat(Correction.between(closed(0, 0), closed(500, 0)))
        .contains(new Correction(REFUND, 500, null));
    assertThat(Correction.between(closed(500, 500), closed(500, 200)))
        .contains(new Correction(REFUND, 300, null));
    assertThat(Correction.between(closed(500, 100), closed(600, 0)))
        .contains(new Correction(REFUND, 200, null));
  }

  @Test
  void aManualRefundIsRepeatedByNobodyWhereverItWasMade() {
    PaymentBalance byHand = new PaymentBalance(false, 500, 500, 500, 300, "closed");

    assertThat(Correction.between(byHand, closed(500, 500))).isEmpty();
    assertThat(Correction.between(byHand, closed(500, 200))).isEmpty();
    assertThat(Correction.between(byHand, closed(500, 0)))
        .contains(new Correction(REFUND, 200, null));
  }

  @Test
  void aDifferenceWithoutAKnownCauseMovesNothing() {
    for (var difference :
        new PaymentBalance[][] {
          {held(), closed(500, 0)}, {closed(500, 0), closed(0, 0)}, {held(), closed(0, 0)}
        }) {
      assertThat(Correction.between(difference[0], difference[1]))
          .hasValueSatisfying(
              correction -> {
                assertThat(correction.action()).isNull();
                assertThat(correction.why()).isNotBlank();
              });
    }
  }

  @Test
  void theSameDifferenceIsAskedForUnderTheSameKeyUntilItIsKnown() {
    UUID order = UUID.randomUUID();
    LedgerDifference finding =
        new LedgerDifference(order.toString(), NOW).seen(closed(0, 0), closed(500, 0), NOW);
    Correction refund = new Correction(REFUND, 500, null);
    String key = finding.correct(refund, order, 500, "EUR").key();
    finding.record(new ProviderAnswer.Unknown("TimeoutException"), NOW);
    assertThat(finding.status()).isEqualTo(DifferenceStatus.CORRECTING);

    assertThat(finding.correct(refund, order, 500, "EUR").key()).isEqualTo(key);
    finding.record(new ProviderAnswer.Done(500), NOW);
    assertThat(finding.status()).isEqualTo(DifferenceStatus.CORRECTED);
  }

  @Test
  void anOperatorsDecisionHoldsForTheDifferenceThatTheySaw() {
    LedgerDifference finding =
        new LedgerDifference("p", NOW).seen(closed(0, 0), closed(500, 0), NOW);
    assertThat(finding.takes(CorrectionDecision.CORRECT)).isFalse();
    finding.needsDecision("unknown here");
    finding.decide(CorrectionDecision.CORRECT);

    finding.seen(closed(0, 0), closed(500, 0), NOW);
    assertThat(finding.isToBeCorrected()).isTrue();
    finding.seen(closed(0, 0), closed(500, 100), NOW);
    assertThat(finding.decision()).isNull();
  }

  private static PaymentBalance held() {
    return new PaymentBalance(true, 500, 0, 0, 0, "held");
  }

  private static PaymentBalance closed(long captured, long refunded) {
    return new PaymentBalance(false, 500, captured, refunded, 0, "closed");
  }
}
