package io.tradewind.messaging.kafka;

import io.tradewind.contracts.Topic;
import io.tradewind.database.ServiceDatabase;
import io.tradewind.messaging.ChannelRegistration;
import io.tradewind.messaging.Channels;
import io.tradewind.messaging.Positions;
import io.tradewind.messaging.SentMessages;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;
import org.eclipse.microprofile.reactive.messaging.spi.OutgoingConnectorFactory;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;
import org.eclipse.microprofile.reactive.streams.operators.SubscriberBuilder;

/**
 * Connects channels to the Kafka topics of the same name, through MicroProfile's standard SPI.
 *
 * <p>Attributes: {@code bootstrap.servers}; for incoming channels {@code batch.max} (messages,
 * default 500) and {@code batch.max.bytes} (default 4 MiB); for outgoing ones {@code topics}, which
 * the service writes and without which it is not reported as started. An attribute that starts with
 * {@code kafka.} goes to the client, without that prefix.
 */
@ApplicationScoped
@Connector(KafkaConnector.NAME)
public class KafkaConnector implements IncomingConnectorFactory, OutgoingConnectorFactory {

  static final String NAME = "tradewind-kafka";

  @Inject ChannelRegistration incoming;
  @Inject Channels channels;
  @Inject ServiceDatabase database;
  @Inject SentMessages sent;
  private final List<KafkaSink> sinks = new CopyOnWriteArrayList<>();
  private final List<WrittenTopics> written = new CopyOnWriteArrayList<>();

  @Override
  public PublisherBuilder<? extends Message<?>> getPublisherBuilder(Config config) {
    String channel = config.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
    KafkaSettings settings = new KafkaSettings(config, database.service());
    Topic topic = Topic.named(channel);
    Positions positions = incoming.positions(topic);
    channels.caughtUpWhen(channel, new GroupBacklog(settings.consumer(), channel, positions));
    return ReactiveStreams.fromPublisher(
        incoming.open(
            topic,
            () ->
                new KafkaSource(
                    settings.consumer(), channel, settings.largestBatchBytes(), positions),
            settings.largestBatch()));
  }

  @Override
  public SubscriberBuilder<? extends Message<?>, Void> getSubscriberBuilder(Config config) {
    KafkaSettings settings = new KafkaSettings(config, database.service());
    sent.readBy(new TopicReader(settings.consumer()));
    KafkaSink sink = new KafkaSink(settings.producer(), database.service());
    sinks.add(sink);
    List<String> topics = config.getOptionalValues("topics", String.class).orElse(List.of());
    written.add(new WrittenTopics(settings.consumer(), topics));
    return ReactiveStreams.fromSubscriber(new SinkSubscriber(sink));
  }

  /** Whether every topic that the service writes exists, or once did. */
  public boolean writtenTopicsAreThere() {
    return written.stream().allMatch(WrittenTopics::there);
  }

  @PreDestroy
  void close() {
    sinks.forEach(KafkaSink::close);
  }
}
