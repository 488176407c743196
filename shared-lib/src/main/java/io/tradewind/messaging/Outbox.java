package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Messages leave with the transaction that decided them, and in no other way. */
@ApplicationScoped
public class Outbox {

  public UUID add(Message message) {
    UUID id = Ids.next();
    add(id, message);
    return id;
  }

  public void add(UUID id, Message message) {
    throw new UnsupportedOperationException("outbox not wired");
  }
}
