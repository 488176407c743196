package io.tradewind.payments.boundary;

import io.tradewind.payments.control.ProviderTurns;
import io.tradewind.payments.control.ProviderTurns.Heard;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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

  /** One of those that are due; nothing when somebody else has it, or it needs no call. */
  @Transactional
  public Optional<ProviderRequest> claim(UUID order) {
    return turns.claim(order);
  }

  /** The payments with due work, without reading them. */
  @Transactional
  public List<UUID> due(int atMost) {
    return turns.due(atMost);
  }

  /** It is not looked at for a while, and listed with this reason. */
  @Transactional
  public void putOff(UUID order, String why) {
    turns.putOff(order, why);
  }

  /** Returns whether some of these payments have more work that is due. */
  @Transactional
  public boolean settle(List<Heard> finished) {
    return turns.settle(finished);
  }
}
