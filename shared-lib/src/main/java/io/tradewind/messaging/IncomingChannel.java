package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.database.Transactions;
import io.tradewind.database.TransientFailure;
import io.tradewind.scheduling.Backoff;
import io.tradewind.scheduling.Heartbeat;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/**
 * Consumes one topic: a thread that polls messages and has them handled batch by batch, from the
 * start of the application until it stops.
 */
final class IncomingChannel implements Runnable {

  private static final System.Logger LOG = System.getLogger(IncomingChannel.class.getName());
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Shared by all channels of the service. */
  private static final RepeatedLogFilter HEALING = new RepeatedLogFilter(Duration.ofMinutes(1));

  private final Topic topic;
  private final Supplier<Source> subscription;
  private final Transactions transactions;
  private final int largestBatch;
  private final Consumer<Batch<?>> preparation;
  private final ChannelMetrics metrics;
  private final Pipe<org.eclipse.microprofile.reactive.messaging.Message<Batch<Message>>> pipe =
      new Pipe<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Heartbeat heartbeat;
  private volatile boolean stopping;
  private volatile Source source;
  private volatile long lag;
  private volatile boolean assigned;
  private final ChannelState state;

  IncomingChannel(
      Topic topic,
      Supplier<Source> subscription,
      Transactions transactions,
      int largestBatch,
      Consumer<Batch<?>> preparation,
      ChannelMetrics metrics,
      Heartbeat heartbeat) {
    this.topic = topic;
    this.state = new ChannelState(topic.topicName());
    this.subscription = subscription;
    this.transactions = transactions;
    this.largestBatch = largestBatch;
    this.preparation = preparation;
    this.metrics = metrics;
    this.heartbeat = heartbeat;
  }

  Publisher<org.eclipse.microprofile.reactive.messaging.Message<Batch<Message>>> publisher() {
    return pipe;
  }

  String name() {
    return topic.topicName();
  }

  /** The application is ready; nothing is polled before. */
  void start() {
    started.countDown();
  }

  /** Stops all of them in parallel; returns when all have ended or the time is over. */
  static void stop(Collection<IncomingChannel> channels, Duration patience) {
    channels.forEach(IncomingChannel::beginToStop);
    long end = System.nanoTime() + patience.toNanos();
    channels.forEach(channel -> channel.awaitEnd(end - System.nanoTime()));
  }

  /** The thread finishes and confirms its batch, then ends. */
  private void beginToStop() {
    stopping = true;
    started.countDown();
    Source current = source;
    if (current != null) {
      current.wakeUp();
    }
  }

  private void awaitEnd(long nanos) {
    try {
      if (!ended.await(nanos, TimeUnit.NANOSECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "{0}: still busy, left alone", name());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the thread still works. */
  boolean alive() {
    return heartbeat.alive();
  }

  boolean assigned() {
    return assigned;
  }

  /** Why the channel parks nothing and waits for a repair; empty while it works. */
  Optional<String> downBecause() {
    return state.downBecause();
  }

  long lag() {
    return lag;
  }

  @Override
  public void run() {
    try {
      started.await();
      Backoff backoff = new Backoff();
      while (!over()) {
        heartbeat.beat();
        serveOnce(backoff);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      heartbeat.end();
      ended.countDown();
      LOG.log(System.Logger.Level.INFO, "{0}: channel ended", name());
    }
  }

  /**
   * True after a stop or when the runtime has cancelled the stream. The thread then ends without
   * parking anything, and the liveness check reports it.
   */
  private boolean over() {
    return stopping || pipe.cancelled();
  }

  /** A broken subscription is replaced; only an {@code Error} ends the thread. */
  private void serveOnce(Backoff backoff) throws InterruptedException {
    try (Source opened = subscription.get()) {
      source = opened;
      serve(opened, backoff);
    } catch (ChannelStopping down) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: stopping", name());
    } catch (TransientFailure notNow) {
      if (!stopping) {
        sayOnce(notNow);
        Thread.sleep(backoff.next().toMillis());
      }
    } catch (RuntimeException broken) {
      if (!stopping) {
        LOG.log(
            System.Logger.Level.ERROR, name() + ": subscription broke, making a new one", broken);
        Thread.sleep(backoff.next().toMillis());
      }
    } finally {
      source = null;
    }
  }

  /** A transient failure affects all channels at once, so it is logged once. */
  private static void sayOnce(TransientFailure failure) {
    if (HEALING.isNews(failure.getMessage())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "channels wait for new subscriptions: {0}: {1}",
          failure.getMessage(),
          String.valueOf(failure.getCause()));
    }
  }

  private void serve(Source opened, Backoff backoff) {
    OrderedDelivery delivery =
        new OrderedDelivery(
            state,
            name(),
            this::received,
            MessageSpans.seen(name(), handler()),
            withHeartbeat(transactions),
            (pause, waiting) -> rest(opened, pause, waiting),
            this::over,
            metrics);
    Replays replays = new Replays(delivery);
    long assignments = 0;
    while (!over()) {
      heartbeat.beat();
      Duration patience = replays.due() ? Duration.ZERO : PATIENCE;
      List<RawMessage> batch = opened.poll(patience, largestBatch);
      if (opened.assignments() != assignments) {
        assignments = opened.assignments();
        assigned = true;
        delivery.emptyParking.doubt();
      }
      lag = opened.lag();
      replays.turnWhenDue();
      if (!batch.isEmpty()) {
        delivery.deliver(batch);
        opened.handled();
        backoff.reset();
      }
    }
  }

  /**
   * Each transaction is a heartbeat: a long batch counts as alive, an endless transaction as
   * hanging.
   */
  private Transactions withHeartbeat(Transactions each) {
    return new Transactions() {
      @Override
      public void run(Work work) throws Exception {
        heartbeat.beat();
        each.run(work);
      }

      @Override
      public Connection connection() throws SQLException {
        return each.connection();
      }
    };
  }

  private List<RawMessage> rest(Source opened, Duration pause, List<RawMessage> waiting) {
    heartbeat.beat();
    Set<String> places = opened.rest(pause, waiting);
    List<RawMessage> ours =
        waiting.stream().filter(message -> places.contains(message.recordId())).toList();
    lag = opened.lag() + ours.size();
    return ours;
  }

  private OrderedDelivery.Handler handler() {
    return new OrderedDelivery.Handler() {
      @Override
      public void handle(List<Received> messages) throws Exception {
        IncomingChannel.this.handle(messages);
      }

      /** Its failure is not that of the messages, which can be handled without it. */
      @Override
      public void prepare(List<Received> messages) {
        try {
          preparation.accept(batchOf(messages));
        } catch (RuntimeException failed) {
          LOG.log(System.Logger.Level.WARNING, name() + ": a batch was not prepared", failed);
        }
      }
    };
  }

  private static Batch<Message> batchOf(List<Received> messages) {
    return new Batch<>(messages.stream().map(Received::message).toList());
  }

  private void handle(List<Received> messages) throws Exception {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    pipe.emit(
        org.eclipse.microprofile.reactive.messaging.Message.of(
            batchOf(messages),
            () -> {
              outcome.complete(null);
              return CompletableFuture.completedFuture(null);
            },
            failure -> {
              outcome.completeExceptionally(failure);
              return CompletableFuture.completedFuture(null);
            }));
    try {
      outcome.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private Received received(RawMessage raw) {
    try {
      return new Received(raw, read(topic, raw), null);
    } catch (UnreadableMessage unreadable) {
      return new Received(raw, null, unreadable);
    } catch (RuntimeException lacking) {
      // Such as data that lack the fields of their key.
      return new Received(raw, null, new UnreadableMessage("it cannot be read", lacking));
    }
  }

  /**
   * @throws UnreadableMessage when it is not a message of the topic
   */
  static Envelope<Message> read(Topic topic, RawMessage raw) {
    String type = raw.headers().get(Headers.TYPE);
    Class<? extends Message> record =
        topic
            .messageOf(type == null ? "" : type)
            .orElseThrow(
                () -> new UnreadableMessage(topic.topicName() + " does not carry type " + type));
    if (raw.key() == null || raw.value() == null) {
      throw new UnreadableMessage("a message of type " + type + " needs a key and a value");
    }
    Envelope<Message> envelope = envelope(raw, type, record);
    if (!envelope.data().key().equals(raw.key())) {
      // It would overtake the messages of its real key.
      throw new UnreadableMessage("the data belong to the key " + envelope.data().key());
    }
    return envelope;
  }

  private static Envelope<Message> envelope(
      RawMessage raw, String type, Class<? extends Message> record) {
    try {
      return new Envelope<>(
          UUID.fromString(raw.headers().getOrDefault(Headers.ID, "")),
          type,
          raw.headers().get(Headers.SOURCE),
          raw.key(),
          Instant.parse(raw.headers().getOrDefault(Headers.TIME, "")),
          raw.headers().get(Headers.TRACEPARENT),
          MessageJson.read(record, raw.value()));
    } catch (RuntimeException unreadable) {
      throw new UnreadableMessage("a message of type " + type + " cannot be read", unreadable);
    }
  }
}
