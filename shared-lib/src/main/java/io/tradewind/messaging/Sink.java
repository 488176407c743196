package io.tradewind.messaging;

import io.tradewind.database.TransientFailure;
import java.util.concurrent.CompletionStage;

/**
 * A broker to which messages go out, pipelined. The relay keeps the order: it sends a row only
 * after the answer to the one before it of the same key and topic.
 */
public interface Sink extends AutoCloseable {

  /**
   * Returns without waiting for the broker. The stage completes when the broker has the message for
   * good. It fails
   *
   * <ul>
   *   <li>with {@link DestinationUnavailable} when the part of the broker that the message goes to
   *       takes nothing for now; further messages for that part are refused at once, except one now
   *       and then that may find it healed;
   *   <li>with another {@link TransientFailure} when the broker as a whole is away or busy;
   *   <li>with anything else when it will not take this message as it is.
   * </ul>
   */
  CompletionStage<Void> send(OutboxRow row);

  @Override
  void close();
}
