package io.tradewind.payments.control;

import io.tradewind.messaging.TraceContext;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** One call of the provider, measured, in the trace of its order. */
@ApplicationScoped
public class ProviderCalling {

  private final PaymentGateway gateway;
  private final PaymentMeters meters;

  protected ProviderCalling() {
    this(null, null);
  }

  @Inject
  ProviderCalling(PaymentGateway gateway, PaymentMeters meters) {
    this.gateway = gateway;
    this.meters = meters;
  }

  public ProviderTurns.Heard call(ProviderRequest request) {
    long began = System.nanoTime();
    ProviderAnswer answer = TraceContext.within(request.traceparent(), () -> safely(request));
    meters.called(request.action(), answer, Duration.ofNanos(System.nanoTime() - began));
    return new ProviderTurns.Heard(request, answer);
  }

  /** Whatever goes wrong here, the money may have moved: that is unknown, never failed. */
  private ProviderAnswer safely(ProviderRequest request) {
    try {
      return gateway.ask(request);
    } catch (RuntimeException unexpected) {
      return new ProviderAnswer.Unknown(unexpected.getClass().getSimpleName());
    }
  }
}
