package io.tradewind.messaging;

import io.tradewind.database.TransientFailure;
import java.util.concurrent.CompletionStage;

/**
 * Sends messages to a broker, pipelined. The relay keeps the order: it sends a row only after the
 * answer to the previous one of the same key and topic.
 */
public interface Sink extends AutoCloseable {

  /**
   * Returns without waiting for the broker. The stage completes when the broker has stored the
   * message. It fails
   *
   * <ul>
   *   <li>with {@link DestinationUnavailable} when the destination of the message is unavailable;
   *       further messages for it are refused at once, except for an occasional probe;
   *   <li>with another {@link TransientFailure} when the whole broker is unavailable or busy;
   *   <li>with anything else when the broker refuses this message.
   * </ul>
   */
  CompletionStage<Void> send(OutboxRow row);

  @Override
  void close();
}
