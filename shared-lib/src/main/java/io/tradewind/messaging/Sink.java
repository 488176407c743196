package io.tradewind.messaging;

import java.util.concurrent.CompletionStage;

/** A broker to which messages go out, pipelined and in order per key. */
public interface Sink extends AutoCloseable {

  /**
   * Returns at once; the stage completes when the broker has the message for good, or fails when it
   * never will. A broker that is away fails nothing: the message waits.
   */
  CompletionStage<Void> send(OutboxRow row);

  @Override
  void close();
}
