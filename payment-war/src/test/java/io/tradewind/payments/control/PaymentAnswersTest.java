package io.tradewind.payments.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.payments.AuthorizePayment;
import io.tradewind.contracts.payments.CaptureFailed;
import io.tradewind.contracts.payments.CapturePayment;
import io.tradewind.contracts.payments.PaymentAuthorized;
import io.tradewind.contracts.payments.PaymentCaptured;
import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.contracts.payments.PaymentDeclined;
import io.tradewind.contracts.payments.PaymentRefunded;
import io.tradewind.contracts.payments.PaymentVoided;
import io.tradewind.contracts.payments.RefundPayment;
import io.tradewind.contracts.payments.VoidPayment;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.values.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PaymentAnswersTest {

  private final UUID order = Ids.next();
  private final UUID command = Ids.next();
  private final Payment payment = new Payment(order);

  @Test
  void aHeldTotalIsTold() {
    assertThat(answerTo(authorize(), new Done(500)))
        .isEqualTo(new PaymentAuthorized(order, command, 500, "EUR"));
  }

  @Test
  void aDeclinedCardIsToldWithItsReason() {
    assertThat(answerTo(authorize(), new Refused("card-declined")))
        .isEqualTo(new PaymentDeclined(order, command, "card-declined"));
  }

  @Test
  void anAuthorisationAfterAnUndoIsToldAsVoided() {
    answerTo(new VoidPayment(order), new Done(0));

    assertThat(answerTo(authorize(), null))
        .isEqualTo(new PaymentDeclined(order, command, "voided"));
  }

  @Test
  void aCaptureIsToldWithWhatWasTaken() {
    answerTo(authorize(), new Done(500));

    assertThat(answerTo(capture(), new Done(500)))
        .isEqualTo(new PaymentCaptured(order, command, 500, "EUR"));
  }

  @Test
  void aFailedCaptureIsToldWithItsReason() {
    answerTo(authorize(), new Done(500));

    assertThat(answerTo(capture(), new Refused("capture-failed")))
        .isEqualTo(new CaptureFailed(order, command, "capture-failed"));
  }

  @Test
  void anUndoIsTold() {
    answerTo(authorize(), new Done(500));

    assertThat(answerTo(new VoidPayment(order), new Done(500)))
        .isEqualTo(new PaymentVoided(order, command));
  }

  @Test
  void aRefundIsToldWithWhatWentBack() {
    answerTo(authorize(), new Done(500));
    answerTo(capture(), new Done(500));

    assertThat(answerTo(new RefundPayment(order, 200, "EUR"), new Done(200)))
        .isEqualTo(new PaymentRefunded(order, command, 200, "EUR"));
  }

  private AuthorizePayment authorize() {
    return new AuthorizePayment(order, Ids.next(), 500, "EUR", "pm_ok");
  }

  private CapturePayment capture() {
    return new CapturePayment(order, 500, "EUR");
  }

  /** The answer to a command when the provider, if it is asked at all, gives this answer. */
  private Object answerTo(PaymentCommand message, ProviderAnswer answer) {
    Instant now = Instant.now();
    PaymentOperation operation = payment.accept(PaymentIntake.wanted(command, message, null), now);
    Optional<ProviderRequest> asked = payment.decide(operation, false, Duration.ofSeconds(30), now);
    asked.ifPresent(request -> payment.record(operation, request, answer, now));
    return PaymentAnswers.answerOf(operation, payment.currency());
  }
}
