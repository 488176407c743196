package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Answers already given, by command id. */
@ApplicationScoped
public class Inbox {

  public Map<UUID, Message> answered(Collection<UUID> commandIds) {
    throw new UnsupportedOperationException("inbox not wired");
  }

  public void store(UUID commandId, Message answer) {
    throw new UnsupportedOperationException("inbox not wired");
  }
}
