package io.tradewind.messaging;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Does what the runtime does between a relay and its connector. */
record ToTheSink(Sink sink) implements Subscriber<Message<OutboxRow>> {

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(Message<OutboxRow> message) {
    sink.send(message.getPayload()).whenComplete((sent, failure) -> answer(message, failure));
  }

  private static void answer(Message<OutboxRow> message, Throwable failure) {
    if (failure == null) {
      message.ack();
    } else {
      message.nack(failure);
    }
  }

  @Override
  public void onError(Throwable failure) {
    throw new IllegalStateException(failure);
  }

  @Override
  public void onComplete() {
    // A relay ends when its thread ends.
  }
}
