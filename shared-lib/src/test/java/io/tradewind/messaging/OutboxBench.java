package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.messaging.kafka.KafkaSink;
import io.tradewind.values.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/**
 * Not part of a build: how long everything takes on outboxes of the sizes in {@code outbox.rows},
 * such as {@code 1000000,5000000}, how quickly a broker is filled again, and how long 50 new
 * messages a second wait meanwhile.
 */
class OutboxBench {

  private static final String REFILLED = "refilled-" + System.nanoTime();
  private static final Duration MEASURED = Duration.ofSeconds(20);

  @Test
  void everySize() throws Exception {
    OutboxDatabase database = OutboxDatabase.made("bench");
    OutboxFilling filling = new OutboxFilling(database);
    database
        .infrastructure()
        .kafka
        .createTopics(List.of(new NewTopic(REFILLED, Optional.of(12), Optional.empty())));
    long filled = 0;
    for (long rows :
        Arrays.stream(System.getProperty("outbox.rows", "").split(","))
            .mapToLong(Long::parseLong)
            .toArray()) {
      filling.sent(rows, REFILLED);
      filled = rows;
      System.out.printf("%n%,d messages%n", rows);
      OutboxWork.all(OutboxWork.some(database))
          .forEach(
              (name, work) ->
                  System.out.printf("  %-28s %8.1f ms%n", name, millis(database, work)));
      refill(database);
    }
    assertThat(filled).isPositive();
  }

  /** The quickest of 25: what else runs on the machine only adds to it. */
  private static double millis(OutboxDatabase database, OutboxWork.Work work) {
    double best = Double.MAX_VALUE;
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (int turn = 0; turn < 25; turn++) {
        long start = System.nanoTime();
        work.on(connection);
        best = Math.min(best, (System.nanoTime() - start) / 1e6);
        connection.rollback();
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return best;
  }

  private static void refill(OutboxDatabase database) throws Exception {
    KafkaSink sink = new KafkaSink(database.infrastructure().producer(), "test");
    Pipe<Message<OutboxRow>> pipe = new Pipe<>();
    pipe.subscribe(new ToTheSink(sink));
    RelayBell bell = new RelayBell();
    RelayLoop loop =
        new RelayLoop(
            database::connect, bell, pipe, n -> {}, new OutboxHousekeeping(60), new Refill(bell));
    database.execute("update outbox set sent_at = now(), held_at = null where sent_at is null");
    database.execute("update outbox_republication set done_at = now()");
    new Thread(loop, "relay").start();
    try {
      System.out.printf("  new messages wait, alone     %s%n", waits(database, bell));
      try (Connection connection = database.connect()) {
        Republications.request(connection, Instant.EPOCH, REFILLED);
      }
      long before = System.nanoTime();
      System.out.printf("  new messages wait, meanwhile %s%n", waits(database, bell));
      long taken =
          database.number("select taken_up from outbox_republication order by id desc limit 1");
      System.out.printf(
          "  sent again                   %,.0f a second%n",
          taken * 1e9 / (System.nanoTime() - before));
      database.execute("update outbox_republication set done_at = now()");
    } finally {
      loop.stop();
      sink.close();
    }
  }

  /** From the commit to the consumer. */
  private static String waits(OutboxDatabase database, RelayBell bell) throws Exception {
    String live = database.infrastructure().aTopic(1);
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    Thread reader = new Thread(() -> read(database, live, millis), "reader");
    reader.start();
    long end = System.nanoTime() + MEASURED.toNanos();
    int sent = 0;
    try (Connection connection = database.connect()) {
      while (System.nanoTime() < end) {
        String now = Long.toString(System.nanoTime());
        OutboxTable.insert(
            connection,
            List.of(
                new OutboxRow(
                    Ids.next(),
                    null,
                    0,
                    null,
                    live,
                    "key-" + sent++,
                    "Test.v1",
                    Instant.now(),
                    null,
                    now)));
        bell.ring();
        LockSupport.parkNanos(20_000_000);
      }
    }
    int all = sent;
    await().atMost(MEASURED).until(() -> millis.size() == all);
    reader.interrupt();
    reader.join();
    List<Double> sorted = millis.stream().sorted().toList();
    return "p50 %.1f ms, p99 %.1f ms, %d of %d"
        .formatted(
            sorted.get(sorted.size() / 2),
            sorted.get(sorted.size() * 99 / 100),
            sorted.size(),
            sent);
  }

  private static void read(OutboxDatabase database, String topic, List<Double> millis) {
    Map<String, Object> settings = database.infrastructure().consumer("bench", 500);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition only = new TopicPartition(topic, 0);
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      while (!Thread.currentThread().isInterrupted()) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> millis.add((System.nanoTime() - Long.parseLong(record.value())) / 1e6));
      }
    } catch (org.apache.kafka.common.errors.InterruptException over) {
      // everything was read
    }
  }
}
