package io.tradewind.messaging;

import io.tradewind.messaging.kafka.KafkaSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.reactive.messaging.Message;

/** One replica's relay with its own connection and its own producer. */
final class Relay implements AutoCloseable {

  /** The application name by which PostgreSQL identifies the connections of relays. */
  static final String APPLICATION = "test-relay";

  private final Infrastructure infrastructure;
  private final String[] settings;
  private final Sink sink;
  private final RelayLoop loop;

  Relay(Infrastructure infrastructure, Map<String, Object> producer) {
    this(infrastructure, producer, UnaryOperator.identity());
  }

  /**
   * @param between adds a step between the relay and Kafka
   * @param settings of the relay's connection to the database, such as {@code a = 'b'}
   */
  Relay(
      Infrastructure infrastructure,
      Map<String, Object> producer,
      UnaryOperator<Sink> between,
      String... settings) {
    this.infrastructure = infrastructure;
    this.settings = settings;
    sink = between.apply(new KafkaSink(producer, "test"));
    Pipe<Message<OutboxRow>> pipe = new Pipe<>();
    pipe.subscribe(new ToTheSink(sink));
    RelayWakeUp signal = new RelayWakeUp();
    loop =
        new RelayLoop(
            this::connect,
            signal,
            pipe,
            acknowledged -> {},
            new OutboxHousekeeping(7),
            new Republisher(signal));
    new Thread(loop, "relay").start();
  }

  RelayLoop loop() {
    return loop;
  }

  int shards() {
    return loop.shardsHeld();
  }

  private Connection connect() throws SQLException {
    Connection connection = infrastructure.connect();
    connection.setClientInfo("ApplicationName", APPLICATION);
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings) {
        statement.execute("set " + setting);
      }
    }
    return connection;
  }

  @Override
  public void close() {
    loop.stop();
    sink.close();
  }
}
