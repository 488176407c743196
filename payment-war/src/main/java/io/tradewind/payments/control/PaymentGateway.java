package io.tradewind.payments.control;

import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;

/** The payment provider. */
public interface PaymentGateway {

  /**
   * Calls with retries under the same key. Never throws for failures of the call: a missing answer
   * is {@link ProviderAnswer.Unknown}.
   */
  ProviderAnswer call(ProviderRequest request);
}
