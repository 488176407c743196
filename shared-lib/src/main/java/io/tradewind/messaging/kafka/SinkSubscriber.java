package io.tradewind.messaging.kafka;

import io.opentelemetry.api.trace.Span;
import io.tradewind.messaging.MessageSpans;
import io.tradewind.messaging.OutboxRow;
import io.tradewind.messaging.Sink;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Sends on the caller's thread; the broker's answer acknowledges the message. */
final class SinkSubscriber implements Subscriber<Message<OutboxRow>> {

  private static final System.Logger LOG = System.getLogger(SinkSubscriber.class.getName());

  private final Sink sink;

  SinkSubscriber(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(Message<OutboxRow> message) {
    Span span = MessageSpans.sending(message.getPayload());
    sink.send(MessageSpans.carried(message.getPayload(), span))
        .whenComplete(
            (sent, failure) -> {
              MessageSpans.sent(span, failure);
              if (failure == null) {
                message.ack();
              } else {
                message.nack(failure);
              }
            });
  }

  @Override
  public void onError(Throwable failure) {
    LOG.log(System.Logger.Level.ERROR, "the outbox's stream failed", failure);
  }

  @Override
  public void onComplete() {
    LOG.log(System.Logger.Level.DEBUG, "the outbox's stream ended");
  }
}
