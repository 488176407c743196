package io.tradewind.payments.control;

import io.tradewind.messaging.TraceContext;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** One call of the provider, with metrics and in the trace of its order. */
@ApplicationScoped
public class MeteredProvider {

  @Inject PaymentGateway gateway;
  @Inject PaymentMetrics metrics;

  public OperationProgress.CompletedCall call(ProviderRequest request) {
    long began = System.nanoTime();
    ProviderAnswer answer = TraceContext.within(request.traceparent(), () -> safely(request));
    metrics.called(request.action(), answer, Duration.ofNanos(System.nanoTime() - began));
    return new OperationProgress.CompletedCall(request, answer);
  }

  /** After any failure here the money may have moved: the outcome is unknown, never failed. */
  private ProviderAnswer safely(ProviderRequest request) {
    try {
      return gateway.call(request);
    } catch (RuntimeException unexpected) {
      return new ProviderAnswer.Unknown(unexpected.getClass().getSimpleName());
    }
  }
}
