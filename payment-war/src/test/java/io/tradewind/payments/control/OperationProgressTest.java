package io.tradewind.payments.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.payments.AuthorizePayment;
import io.tradewind.contracts.payments.CapturePayment;
import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.contracts.payments.VoidPayment;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.Envelope;
import io.tradewind.payments.control.OperationProgress.CompletedCall;
import io.tradewind.payments.control.OperationProgress.EarlyCall;
import io.tradewind.payments.control.PaymentIntake.IntakeResult;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Outcome;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.payments.entity.PaymentStatus;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.values.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OperationProgressTest {

  private static final int ENOUGH = 32;

  private final PaymentsInMemory payments = new PaymentsInMemory();
  private final List<Outcome> told = new ArrayList<>();
  private final PaymentAnswers answers =
      new PaymentAnswers() {
        @Override
        void give(PaymentOperation operation, String currency) {
          told.add(operation.outcome());
        }
      };
  private final PaymentMetrics silent =
      new PaymentMetrics() {
        @Override
        void ended(OperationKind kind, Outcome outcome) {
          // The metrics are not tested here.
        }
      };
  private final DatabaseClock clock =
      new DatabaseClock() {
        @Override
        public Instant now() {
          return Instant.now();
        }
      };
  private final OperationProgress progress =
      new OperationProgress(payments, answers, silent, clock, Duration.ofSeconds(30));
  private final PaymentIntake intake = new PaymentIntake(payments, answers, progress, clock);
  private final UUID order = Ids.next();

  @Test
  void newWorkIsHandedOverWithItsLease() {
    IntakeResult taken = take(Batch.of(authorize(order)), ENOUGH);

    assertThat(taken.requests()).hasSize(1);
    assertThat(taken.someWait()).isFalse();
    assertThat(progress.claim(ENOUGH)).isEmpty();
  }

  @Test
  void paymentsWithoutAFreeWorkerAreClaimedLater() {
    IntakeResult taken = take(Batch.of(authorize(order), authorize(Ids.next())), 1);

    assertThat(taken.requests()).hasSize(1);
    assertThat(taken.someWait()).isTrue();
    assertThat(progress.claim(ENOUGH)).hasSize(1);
    assertThat(progress.claim(ENOUGH)).isEmpty();
  }

  @Test
  void theSameMessageTwiceInABatchIsOneOperation() {
    Batch<PaymentCommand> once = Batch.of(authorize(order));

    assertThat(take(once, ENOUGH).requests()).hasSize(1);
    assertThat(take(once, ENOUGH).requests()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void anAnsweredCommandIsAnsweredAgainAndAsksNobody() {
    Batch<PaymentCommand> batch = Batch.of(authorize(order));
    hear(take(batch, ENOUGH).requests().get(0), 500);

    assertThat(take(batch, ENOUGH).requests()).isEmpty();
    assertThat(told).containsExactly(Outcome.AUTHORIZED, Outcome.AUTHORIZED);
    assertThat(payments.ledger).hasSize(1);
  }

  @Test
  void aVoidBehindAnAuthorisationInOneBatchWaitsForIt() {
    IntakeResult taken = take(Batch.of(authorize(order), new VoidPayment(order)), ENOUGH);
    assertThat(taken.requests())
        .extracting(ProviderRequest::action)
        .containsExactly(OperationKind.AUTHORIZE);

    assertThat(hear(taken.requests().get(0), 500)).isTrue();
    assertThat(progress.claim(ENOUGH))
        .extracting(ProviderRequest::action)
        .containsExactly(OperationKind.VOID);
  }

  @Test
  void aVoidBeforeAnAuthorisationInOneBatchEndsBoth() {
    IntakeResult taken = take(Batch.of(new VoidPayment(order), authorize(order)), ENOUGH);
    assertThat(taken.requests())
        .extracting(ProviderRequest::action)
        .containsExactly(OperationKind.VOID);

    assertThat(hear(taken.requests().get(0), 0)).isTrue();
    assertThat(progress.claim(ENOUGH)).isEmpty();
    assertThat(told).containsExactly(Outcome.VOIDED, Outcome.DECLINED);
    assertThat(payments.payment(order).dueAt()).isNull();
  }

  @Test
  void aWorkerEndsWhatNeedsNoProviderAndGoesOn() {
    ProviderRequest asked = take(Batch.of(authorize(order)), ENOUGH).requests().get(0);
    progress.settle(List.of(new CompletedCall(asked, new Refused("card-declined"))));
    take(Batch.of(new VoidPayment(order), authorize(order)), 0);

    assertThat(progress.claim(ENOUGH)).isEmpty();
    assertThat(told).containsExactly(Outcome.DECLINED, Outcome.VOIDED, Outcome.DECLINED);
    assertThat(payments.payment(order).dueAt()).isNull();
  }

  @Test
  void onePaymentsRefusalLeavesTheOthersAlone() {
    UUID other = Ids.next();
    List<ProviderRequest> asked =
        take(Batch.of(authorize(order), authorize(other)), ENOUGH).requests();
    progress.settle(
        List.of(
            new CompletedCall(asked.get(0), new Refused("card-declined")),
            new CompletedCall(asked.get(1), new Done(500))));

    assertThat(payments.payment(order).status()).isEqualTo(PaymentStatus.DECLINED);
    assertThat(payments.payment(other).status()).isEqualTo(PaymentStatus.AUTHORIZED);
  }

  @Test
  void anUnknownOutcomeTellsNobodyAndComesBackLater() {
    ProviderRequest asked = take(Batch.of(authorize(order)), ENOUGH).requests().get(0);
    assertThat(progress.settle(List.of(new CompletedCall(asked, new Unknown("TimeoutException")))))
        .isFalse();

    assertThat(told).isEmpty();
    assertThat(payments.payment(order).dueAt()).isNotNull();
    assertThat(progress.claim(ENOUGH)).isEmpty();
  }

  @Test
  void anOutcomeThatCameTwiceIsWrittenOnce() {
    ProviderRequest asked = take(Batch.of(authorize(order)), ENOUGH).requests().get(0);
    hear(asked, 500);
    hear(asked, 500);

    assertThat(told).containsExactly(Outcome.AUTHORIZED);
    assertThat(payments.ledger).hasSize(1);
  }

  @Test
  void anOrderIsAuthorisedAndCapturedInTurn() {
    hear(take(Batch.of(authorize(order)), ENOUGH).requests().get(0), 500);
    hear(take(Batch.of(new CapturePayment(order, 500, "EUR")), ENOUGH).requests().get(0), 500);

    assertThat(told).containsExactly(Outcome.AUTHORIZED, Outcome.CAPTURED);
    assertThat(payments.payment(order).dueAt()).isNull();
  }

  @Test
  void aCommandWhoseCallIsAnsweredIsStoredWithItsAnswer() {
    Batch<PaymentCommand> batch = Batch.of(authorize(order));
    EarlyCall call = early(batch);
    call.answer().complete(new CompletedCall(call.asked(), new Done(500)));

    IntakeResult taken = intake.record(batch, by(call), 0);

    assertThat(taken).isEqualTo(IntakeResult.NOTHING);
    assertThat(told).containsExactly(Outcome.AUTHORIZED);
    assertThat(payments.payment(order).dueAt()).isNull();
    assertThat(payments.ledger).hasSize(1);
    assertThat(take(batch, ENOUGH).requests()).isEmpty();
    assertThat(told).containsExactly(Outcome.AUTHORIZED, Outcome.AUTHORIZED);
  }

  @Test
  void aCallThatIsNotAnsweredYetIsStoredWithItsLeaseAndSettledLater() {
    Batch<PaymentCommand> batch = Batch.of(authorize(order));
    EarlyCall call = early(batch);

    IntakeResult taken = intake.record(batch, by(call), 0);
    assertThat(taken.underWay()).containsExactly(call);
    assertThat(taken.requests()).isEmpty();
    assertThat(progress.claim(ENOUGH)).isEmpty();

    hear(call.asked(), 500);
    assertThat(told).containsExactly(Outcome.AUTHORIZED);
  }

  @Test
  void aCallWithoutAnOutcomeIsStoredAndMadeAgainLater() {
    Batch<PaymentCommand> batch = Batch.of(authorize(order));
    EarlyCall call = early(batch);
    call.answer().complete(new CompletedCall(call.asked(), new Unknown("TimeoutException")));

    assertThat(intake.record(batch, by(call), 0)).isEqualTo(IntakeResult.NOTHING);
    assertThat(told).isEmpty();
    assertThat(payments.payment(order).dueAt()).isNotNull();
  }

  /** The provider has refused it too: a void comes to both. */
  @Test
  void anEarlyAnswerDoesNotCountWhenThePaymentIsNotAsExpected() {
    hear(take(Batch.of(new VoidPayment(order)), ENOUGH).requests().get(0), 0);
    Batch<PaymentCommand> batch = Batch.of(authorize(order));
    EarlyCall call = early(batch);
    call.answer().complete(new CompletedCall(call.asked(), new Refused("voided")));

    assertThat(intake.record(batch, by(call), 0)).isEqualTo(IntakeResult.NOTHING);
    assertThat(told).containsExactly(Outcome.VOIDED, Outcome.DECLINED);
    assertThat(payments.ledger).hasSize(1);
  }

  private EarlyCall early(Batch<PaymentCommand> batch) {
    Envelope<PaymentCommand> command = batch.messages().get(0);
    return new EarlyCall(
        intake.expectedRequest(command.id(), command.data(), null).orElseThrow(),
        new CompletableFuture<>());
  }

  private static Map<UUID, EarlyCall> by(EarlyCall call) {
    return Map.of(call.asked().commandId(), call);
  }

  private IntakeResult take(Batch<PaymentCommand> batch, int calls) {
    return intake.record(batch, Map.of(), calls);
  }

  private static AuthorizePayment authorize(UUID order) {
    return new AuthorizePayment(order, Ids.next(), 500, "EUR", "pm_ok");
  }

  private boolean hear(ProviderRequest asked, long moved) {
    return progress.settle(List.of(new CompletedCall(asked, new Done(moved))));
  }
}
