package io.tradewind.payments.control;

import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;

/** Whoever moves the money. */
public interface PaymentGateway {

  /**
   * Asks, waits, and asks again under the same key when there is no answer. Never throws for what
   * happens on the way: an answer that did not come is {@link ProviderAnswer.Unknown}.
   */
  ProviderAnswer call(ProviderRequest request);
}
