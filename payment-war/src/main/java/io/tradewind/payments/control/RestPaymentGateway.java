package io.tradewind.payments.control;

import io.tradewind.payments.control.ProviderClient.Decision;
import io.tradewind.payments.control.ProviderClient.Movement;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.AlreadyCaptured;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.NotAsked;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Calls the provider and reports its answer, or that the outcome is unknown. */
@ApplicationScoped
public class RestPaymentGateway implements PaymentGateway {

  private static final String ALREADY_CAPTURED = "already-captured";

  private final ResilientProvider calls;

  protected RestPaymentGateway() {
    this(null);
  }

  @Inject
  RestPaymentGateway(ResilientProvider calls) {
    this.calls = calls;
  }

  @Override
  public ProviderAnswer call(ProviderRequest request) {
    try {
      Decision decision =
          calls.operate(
              request.orderId().toString(),
              pathOf(request.action()),
              request.key(),
              new Movement(request.amount(), request.currency(), request.paymentMethod()));
      return answerOf(request, decision);
    } catch (ResilientProvider.CallNotSent left) {
      return new NotAsked(causeOf(left.getCause()));
    } catch (RuntimeException noAnswer) {
      return findOut(request, noAnswer);
    }
  }

  /**
   * When a key has brought no answer, the provider is asked for the result under it. If it has
   * none, that is no failure either, since a call may still be in flight: the outcome stays
   * unknown.
   */
  ProviderAnswer findOut(ProviderRequest request, RuntimeException noAnswer) {
    try {
      return calls
          .decision(request.key())
          .map(decision -> answerOf(request, decision))
          .orElseGet(() -> new Unknown(causeOf(noAnswer) + ", and no decision under the key"));
    } catch (RuntimeException alsoUnknown) {
      return new Unknown(causeOf(noAnswer));
    }
  }

  /** Only the class of the failure: messages of HTTP clients may quote the request. */
  private static String causeOf(Throwable failure) {
    return failure.getClass().getSimpleName();
  }

  private ProviderAnswer answerOf(ProviderRequest request, Decision decision) {
    if ("DONE".equals(decision.result())) {
      return new Done(decision.amount());
    }
    if (!"REFUSED".equals(decision.result())) {
      return new Unknown("the provider answered " + decision.result());
    }
    if (request.action() == OperationKind.VOID && ALREADY_CAPTURED.equals(decision.reason())) {
      ProviderPayment standing = calls.payment(request.orderId().toString());
      return new AlreadyCaptured(standing.captured(), standing.refunded());
    }
    return new Refused(decision.reason());
  }

  private static String pathOf(OperationKind action) {
    return switch (action) {
      case AUTHORIZE -> "authorise";
      case CAPTURE -> "capture";
      case VOID -> "void";
      case REFUND -> "refund";
    };
  }
}
