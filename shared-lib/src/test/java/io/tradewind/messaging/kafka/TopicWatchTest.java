package io.tradewind.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.database.TransientFailure;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class TopicWatchTest {

  /** No program listens on this port: it is reserved. */
  private static final String NO_BROKER = "localhost:1";

  /** With Kafka's own pause between retries there are thousands in ten seconds. */
  private static final int FEW_LINES = 200;

  @Test
  void anUnreachableBrokerFillsNoLog() {
    Logger clients = Logger.getLogger("org.apache.kafka.clients");
    Counting lines = new Counting();
    clients.addHandler(lines);
    try {
      assertThatThrownBy(
              () -> TopicWatch.over(KafkaSettings.consumer(NO_BROKER, "orders", 500), "letters"))
          .isInstanceOf(TransientFailure.class);
    } finally {
      clients.removeHandler(lines);
    }
    assertThat(lines.number.get()).isPositive().isLessThan(FEW_LINES);
  }

  private static final class Counting extends Handler {

    private final AtomicInteger number = new AtomicInteger();

    @Override
    public void publish(LogRecord line) {
      number.incrementAndGet();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
