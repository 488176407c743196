package io.tradewind.payments.control;

import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import org.eclipse.microprofile.faulttolerance.FallbackHandler;

/**
 * After the same key has brought no answer, the provider is asked what it decided under it. If it
 * has decided nothing, that is no failure either, since a call may still be on its way: it stays
 * unknown.
 */
@ApplicationScoped
public class FindOut implements FallbackHandler<ProviderAnswer> {

  private final ProviderCalls calls;
  private final RestPaymentGateway gateway;

  protected FindOut() {
    this(null, null);
  }

  @Inject
  FindOut(ProviderCalls calls, RestPaymentGateway gateway) {
    this.calls = calls;
    this.gateway = gateway;
  }

  @Override
  public ProviderAnswer handle(ExecutionContext context) {
    return about((ProviderRequest) context.getParameters()[0], context.getFailure());
  }

  ProviderAnswer about(ProviderRequest request, Throwable noAnswer) {
    try {
      return calls
          .decision(request.key())
          .map(decision -> gateway.answerOf(request, decision))
          .orElseGet(() -> new Unknown(causeOf(noAnswer) + ", and no decision under the key"));
    } catch (RuntimeException alsoUnknown) {
      return new Unknown(causeOf(noAnswer));
    }
  }

  /** The kind of failure alone: messages of clients may quote what was sent. */
  private static String causeOf(Throwable failure) {
    return failure.getClass().getSimpleName();
  }
}
