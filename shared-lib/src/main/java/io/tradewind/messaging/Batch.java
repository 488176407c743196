package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.values.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The messages that the channel received together, in order of arrival: 1 to 500, handled in one
 * transaction, all or none.
 */
public final class Batch<T extends Message> {

  private final List<Envelope<T>> messages;

  Batch(List<Envelope<T>> messages) {
    this.messages = List.copyOf(messages);
  }

  /** A batch of new messages, for tests. */
  @SafeVarargs
  public static <T extends Message> Batch<T> of(T... data) {
    List<Envelope<T>> messages = new ArrayList<>();
    for (T message : data) {
      messages.add(
          new Envelope<>(
              Ids.next(), message.type(), "test", message.key(), Instant.now(), null, message));
    }
    return new Batch<>(messages);
  }

  public List<Envelope<T>> messages() {
    return messages;
  }

  /**
   * Runs the action for each message, within the message's trace and with its ids in the log
   * context.
   */
  public void each(Consumer<Envelope<T>> action) {
    for (Envelope<T> message : messages) {
      LogContext.hearing(
          message, () -> MessageSpans.processing(message, () -> action.accept(message)));
    }
  }
}
