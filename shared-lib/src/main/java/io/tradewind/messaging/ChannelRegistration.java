package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.database.Transactions;
import io.tradewind.scheduling.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/** Where a connector registers its subscriptions, whatever its broker. */
@ApplicationScoped
public class ChannelRegistration {

  @Inject Channels channels;
  @Inject Transactions transactions;
  @Inject MessagingMetrics metrics;

  /** How far the service's own database has handled a channel. */
  public Positions positions(Topic topic) {
    String channel = topic.topicName();
    return new ChannelPositions(channel, transactions, () -> channels.everythingIsNeeded(channel));
  }

  /**
   * @param subscription creates a subscription, again each time one breaks
   * @param largestBatch messages in a batch
   */
  public Publisher<org.eclipse.microprofile.reactive.messaging.Message<Batch<Message>>> open(
      Topic topic, Supplier<Source> subscription, int largestBatch) {
    IncomingChannel channel =
        new IncomingChannel(
            topic,
            subscription,
            transactions,
            largestBatch,
            batch -> channels.prepare(topic.topicName(), batch),
            metrics.channel(topic.topicName()),
            new Heartbeat());
    metrics.lagOf(channel);
    metrics.downOf(channel);
    channels.open(channel);
    return channel.publisher();
  }
}
