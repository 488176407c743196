package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.Topic;
import io.tradewind.database.Transactions;
import io.tradewind.database.TransientFailure;
import io.tradewind.scheduling.Heartbeat;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class IncomingChannelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Each channel leaves its group only when all others do, which no sequential stop would achieve.
   */
  @Test
  void allChannelsStopAtTheSameTimeOnHoweverFewProcessors() {
    int count = 3 * Runtime.getRuntime().availableProcessors() + 3;
    CountDownLatch leaving = new CountDownLatch(count);
    CountDownLatch taking = new CountDownLatch(count);
    Queue<Boolean> together = new ConcurrentLinkedQueue<>();
    List<IncomingChannel> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      channels.add(aChannelOn(new Idle(taking, leaving, together)));
    }
    assertThat(opens(taking)).isTrue();

    IncomingChannel.stop(channels, PATIENCE);

    assertThat(together).hasSize(count).doesNotContain(false);
    assertThat(channels).noneMatch(IncomingChannel::alive);
  }

  /** Like a loaded machine, on which the broker does not answer the first requests in time. */
  @Test
  void aBrokerThatDoesNotAnswerInTimeIsOneLineForAllChannelsAndTheyGoOn() {
    int count = 3;
    CountDownLatch taking = new CountDownLatch(count);
    List<IncomingChannel> channels = new ArrayList<>();
    try (LogLines said = LogLines.of(IncomingChannel.class)) {
      for (int i = 0; i < count; i++) {
        Source source = new Idle(taking, new CountDownLatch(0), new ConcurrentLinkedQueue<>());
        AtomicInteger asked = new AtomicInteger();
        channels.add(
            aChannelOn(
                () -> {
                  if (asked.incrementAndGet() <= 2) {
                    throw new TransientFailure("no answer", new IOException("timed out"));
                  }
                  return source;
                }));
      }
      assertThat(opens(taking)).isTrue();
      IncomingChannel.stop(channels, PATIENCE);
      assertThat(said.of(Level.WARNING))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getThrown()).isNull();
                assertThat(line.getParameters()).contains("no answer");
              });
      assertThat(said.of(Level.SEVERE)).isEmpty();
    }
  }

  private static IncomingChannel aChannelOn(Source source) {
    return aChannelOn(() -> source);
  }

  private static IncomingChannel aChannelOn(Supplier<Source> subscription) {
    IncomingChannel channel =
        new IncomingChannel(
            Topic.ORDER_EVENTS,
            subscription,
            new NoDatabase(),
            500,
            batch -> {},
            new Member.Uncounted(),
            new Heartbeat());
    channel.start();
    new Thread(channel, "idle").start();
    return channel;
  }

  private static boolean opens(CountDownLatch latch) {
    try {
      return latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A source without messages, which leaves its group together with all others. */
  private static final class Idle implements Source {

    private final CountDownLatch taking;
    private final CountDownLatch leaving;
    private final CountDownLatch woken = new CountDownLatch(1);
    private final Queue<Boolean> together;
    private boolean took;

    Idle(CountDownLatch taking, CountDownLatch leaving, Queue<Boolean> together) {
      this.together = together;
      this.taking = taking;
      this.leaving = leaving;
    }

    @Override
    public List<RawMessage> poll(Duration patience, int limit) {
      if (!took) {
        took = true;
        taking.countDown();
      }
      opens(woken);
      return List.of();
    }

    @Override
    public void handled() {
      throw new IllegalStateException("there was nothing");
    }

    @Override
    public Set<String> rest(Duration pause, List<RawMessage> waiting) {
      return Set.of();
    }

    @Override
    public long lag() {
      return 0;
    }

    @Override
    public long assignments() {
      return 1;
    }

    @Override
    public void wakeUp() {
      woken.countDown();
    }

    @Override
    public void close() {
      leaving.countDown();
      together.add(opens(leaving));
    }
  }

  private static final class NoDatabase implements Transactions {

    @Override
    public void run(Work work) {
      throw new IllegalStateException("no database");
    }

    @Override
    public Connection connection() {
      throw new IllegalStateException("no database");
    }
  }
}
