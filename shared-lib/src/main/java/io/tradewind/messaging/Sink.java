package io.tradewind.messaging;

import java.util.concurrent.CompletionStage;

/** A broker to which messages go out, pipelined and in order per key. */
public interface Sink extends AutoCloseable {

  /**
   * Returns without waiting for the broker. The stage completes when the broker has the message for
   * good; it fails with a {@link TransientFailure} when it has not yet, so that the message is to
   * be sent again, and with anything else when it never will.
   */
  CompletionStage<Void> send(OutboxRow row);

  @Override
  void close();
}
