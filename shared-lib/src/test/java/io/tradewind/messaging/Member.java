package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.messaging.kafka.KafkaSource;
import io.tradewind.scheduling.Heartbeat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** One replica's channel on a real topic, whose handler writes a row for each message. */
final class Member implements AutoCloseable {

  private static final long LARGEST_BATCH_BYTES = 4L * 1024 * 1024;

  final AtomicLong handledAgain = new AtomicLong();
  final AtomicLong calls = new AtomicLong();
  private final JdbcTransactions transactions;
  private final IncomingChannel channel;
  private volatile boolean needsEverything;
  private final Thread thread;
  private final Application application;

  /**
   * @param fault runs for each message before its row is written; an exception fails the batch
   */
  Member(
      Map<String, Object> consumer,
      String topic,
      JdbcTransactions transactions,
      Consumer<Envelope<Message>> fault) {
    this(consumer, topic, transactions, fault, new Heartbeat());
  }

  Member(
      Map<String, Object> consumer,
      String topic,
      JdbcTransactions transactions,
      Consumer<Envelope<Message>> fault,
      Heartbeat heartbeat) {
    this.transactions = transactions;
    // each test has its own topic; all of them would share the channel's name
    Positions positions = new ChannelPositions(topic, transactions, () -> needsEverything);
    channel =
        new IncomingChannel(
            Topic.ORDER_EVENTS,
            () -> new KafkaSource(consumer, topic, LARGEST_BATCH_BYTES, positions),
            transactions,
            500,
            batch -> {},
            new Uncounted(),
            heartbeat);
    application = new Application(fault);
    channel.publisher().subscribe(application);
    thread = new Thread(channel, "member-of-" + topic);
    thread.start();
  }

  /** Makes this a member that keeps a copy of everything on the topic. */
  Member needingEverything() {
    needsEverything = true;
    return this;
  }

  Member start() {
    channel.start();
    return this;
  }

  /** Cancels the subscription, as the runtime does. */
  void cancel() {
    application.subscription.cancel();
  }

  boolean alive() {
    return channel.alive();
  }

  boolean down() {
    return channel.downBecause().isPresent();
  }

  boolean assigned() {
    return channel.assigned();
  }

  long lag() {
    return channel.lag();
  }

  @Override
  public void close() {
    IncomingChannel.stop(List.of(channel), Duration.ofSeconds(20));
  }

  private void write(Batch<Message> batch, Consumer<Envelope<Message>> fault) throws SQLException {
    String sql =
        "insert into effect (message_id, key, number) values (?, ?, ?)"
            + " on conflict (message_id) do nothing";
    try (Connection connection = transactions.connection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Envelope<Message> message : batch.messages()) {
        fault.accept(message);
        insert.setObject(1, message.id());
        insert.setString(2, message.key());
        insert.setLong(3, ((OrderPlaced) message.data()).amount());
        if (insert.executeUpdate() == 0) {
          handledAgain.incrementAndGet();
        }
      }
    }
  }

  /**
   * Receives a batch, calls the method, acknowledges: what the runtime does with a plain method.
   */
  private final class Application
      implements Subscriber<org.eclipse.microprofile.reactive.messaging.Message<Batch<Message>>> {

    private final Consumer<Envelope<Message>> fault;
    private Subscription subscription;

    Application(Consumer<Envelope<Message>> fault) {
      this.fault = fault;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(
        org.eclipse.microprofile.reactive.messaging.Message<Batch<Message>> message) {
      try {
        calls.incrementAndGet();
        write(message.getPayload(), fault);
        message.ack();
      } catch (SQLException | RuntimeException failed) {
        message.nack(failed);
      }
    }

    @Override
    public void onError(Throwable failure) {
      throw new IllegalStateException(failure);
    }

    @Override
    public void onComplete() {
      // A channel ends when its thread ends.
    }
  }

  static final class Uncounted implements ChannelMetrics {
    @Override
    public void handled(int messages) {
      // The tests count rows, not metrics.
    }

    @Override
    public void retried() {
      // The tests count rows, not metrics.
    }

    @Override
    public void parked() {
      // The tests count rows, not metrics.
    }

    @Override
    public void waiting(long messages) {
      // The tests count rows, not metrics.
    }
  }
}
