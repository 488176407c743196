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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Not part of a build. Measures how long every operation takes on outboxes of the sizes in {@code
 * outbox.rows}, such as {@code 1000000,5000000}, how fast a broker is refilled, and how long 50 new
 * messages a second wait meanwhile.
 */
class OutboxBench {

  private static final String REFILLED = "refilled-" + System.nanoTime();
  private static final Duration MEASURED = Duration.ofSeconds(20);
  private static final int WARM_UP = 5;
  private static final int TURNS = 41;

  /** Measures all sizes side by side, so that other load on the machine affects them equally. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void everySize() throws Exception {
    Map<Long, OutboxDatabase> databases = new LinkedHashMap<>();
    for (long rows :
        Arrays.stream(System.getProperty("outbox.rows", "").split(","))
            .mapToLong(Long::parseLong)
            .toArray()) {
      long start = System.nanoTime();
      OutboxDatabase database = OutboxDatabase.made("bench_" + rows);
      new OutboxFilling(database).sent(rows, REFILLED);
      databases.put(rows, database);
      System.out.printf(
          "%,d messages made in %,d s%n", rows, (System.nanoTime() - start) / 1_000_000_000);
    }
    assertThat(databases).isNotEmpty();
    times(databases);
    Infrastructure.get()
        .kafka
        .createTopics(List.of(new NewTopic(REFILLED, Optional.of(12), Optional.empty())));
    for (Map.Entry<Long, OutboxDatabase> each : databases.entrySet()) {
      System.out.printf("%n%,d messages%n", each.getKey());
      refill(each.getValue());
    }
  }

  private static void times(Map<Long, OutboxDatabase> databases) throws SQLException {
    Map<String, Map<Long, List<Double>>> millis = new LinkedHashMap<>();
    Map<Long, Map<String, OutboxWork.Work>> works = new LinkedHashMap<>();
    for (Map.Entry<Long, OutboxDatabase> each : databases.entrySet()) {
      works.put(each.getKey(), OutboxWork.all(OutboxWork.some(each.getValue())));
    }
    for (int turn = 0; turn < WARM_UP + TURNS; turn++) {
      for (Map.Entry<Long, OutboxDatabase> each : databases.entrySet()) {
        // removes the dead rows of the previous turn, which was rolled back
        each.getValue().execute("vacuum outbox");
        try (Connection connection = each.getValue().connect()) {
          connection.setAutoCommit(false);
          for (Map.Entry<String, OutboxWork.Work> work : works.get(each.getKey()).entrySet()) {
            // a first run for the new connection, which has read no catalogue yet
            millis(connection, work.getValue());
            double took = millis(connection, work.getValue());
            if (turn >= WARM_UP) {
              millis
                  .computeIfAbsent(work.getKey(), name -> new LinkedHashMap<>())
                  .computeIfAbsent(each.getKey(), rows -> new ArrayList<>())
                  .add(took);
            }
          }
        }
      }
    }
    System.out.printf("%nms, the median of %d%n", TURNS);
    millis.forEach(
        (name, sizes) -> {
          System.out.printf("  %-28s", name);
          sizes.values().forEach(all -> System.out.printf(" %9.2f", median(all)));
          System.out.println();
        });
  }

  private static double millis(Connection connection, OutboxWork.Work work) throws SQLException {
    long start = System.nanoTime();
    work.on(connection);
    double took = (System.nanoTime() - start) / 1e6;
    connection.rollback();
    return took;
  }

  private static double median(List<Double> all) {
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  private static void refill(OutboxDatabase database) throws Exception {
    KafkaSink sink = new KafkaSink(database.infrastructure().producer(), "test");
    Pipe<Message<OutboxRow>> pipe = new Pipe<>();
    pipe.subscribe(new ToTheSink(sink));
    RelayWakeUp signal = new RelayWakeUp();
    RelayLoop loop =
        new RelayLoop(
            database::connect,
            signal,
            pipe,
            n -> {},
            new OutboxHousekeeping(60),
            new Republisher(signal));
    database.execute("update outbox set sent_at = now(), held_at = null where sent_at is null");
    database.execute("update outbox_republication set done_at = now()");
    new Thread(loop, "relay").start();
    try {
      System.out.printf("  new messages wait, alone     %s%n", waits(database, signal));
      try (Connection connection = database.connect()) {
        RepublishRequests.request(connection, Instant.EPOCH, REFILLED);
      }
      long before = System.nanoTime();
      System.out.printf("  new messages wait, meanwhile %s%n", waits(database, signal));
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

  /** The time from the commit to the consumer. */
  private static String waits(OutboxDatabase database, RelayWakeUp signal) throws Exception {
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
        signal.rowsCommitted();
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
