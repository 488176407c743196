package io.tradewind.payments.boundary;

import io.tradewind.payments.control.ProviderTurns;
import io.tradewind.payments.control.ProviderTurns.Heard;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** One transaction before the provider is called, one after, none while it thinks. */
@ApplicationScoped
public class ProviderDesk {

  private final ProviderTurns turns;

  protected ProviderDesk() {
    this(null);
  }

  @Inject
  ProviderDesk(ProviderTurns turns) {
    this.turns = turns;
  }

  @Transactional
  public List<ProviderRequest> claim(int atMost) {
    return turns.claim(atMost);
  }

  /** Returns whether some of these payments have more work that is due. */
  @Transactional
  public boolean settle(List<Heard> finished) {
    return turns.settle(finished);
  }
}
