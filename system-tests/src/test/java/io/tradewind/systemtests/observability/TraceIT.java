package io.tradewind.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.Saga;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.TopicReader;
import io.tradewind.systemtests.driver.TraceReceiver.Seen;
import io.tradewind.systemtests.driver.WholeSystem;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** One order is one trace, from its POST through every handler of the saga to the socket. */
@WholeSystem
class TraceIT {

  private static final Duration EXPORTED = Duration.ofSeconds(20);

  /** On a slow machine a command may be sent again, which adds a branch to the trace. */
  private static final int ORDERS_AT_MOST = 3;

  private static final String A_CONFIRMED_ORDER =
      """
      orders SERVER POST /api/orders/
        orders PRODUCER send order-events
          inventory CONSUMER process OrderPlaced.v1
          notifications CONSUMER process OrderPlaced.v1
        orders PRODUCER send payment-commands
          payments CLIENT POST
          payments CONSUMER process AuthorizePayment.v1
          payments PRODUCER send payment-events
            orders CONSUMER process PaymentAuthorized.v1
              orders PRODUCER send inventory-commands
                inventory CONSUMER process ReserveStock.v1
                  inventory CLIENT EVAL inventory:available
                  inventory PRODUCER send inventory-events
                    orders CONSUMER process StockReserved.v1
                      orders PRODUCER send payment-commands
                        payments CLIENT POST
                        payments CONSUMER process CapturePayment.v1
                        payments PRODUCER send payment-events
                          orders CONSUMER process PaymentCaptured.v1
                            orders PRODUCER send order-events
                              inventory CONSUMER process OrderConfirmed.v1
                              notifications CONSUMER process OrderConfirmed.v1
                                notifications PRODUCER push OrderConfirmed
      """;

  /** Expected attributes by the name of the span; those of messages are checked one by one. */
  private static final Map<String, Map<String, String>> SAID =
      Map.of(
          "POST /api/orders/",
          Map.of(
              "http.request.method", "POST",
              "http.route", "/api/orders/",
              "http.response.status_code", "202",
              "url.path", "/api/orders",
              "url.scheme", "http",
              "server.address", "localhost"),
          "POST",
          Map.of(
              "http.request.method", "POST",
              "http.response.status_code", "200",
              "server.address", "localhost"),
          "EVAL inventory:available",
          Map.of("db.system.name", "redis", "db.operation.name", "EVAL"),
          "push OrderConfirmed",
          Map.of("network.protocol.name", "websocket"));

  private static final Set<String> BATCHES =
      Set.of(
          "process payment-commands",
          "process payment-events",
          "process inventory-commands",
          "process inventory-events",
          "process order-events");

  private final Platform platform;

  TraceIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void oneTraceLeadsFromThePostThroughEveryHandlerOfTheSagaToTheSocket() {
    Customer customer = platform.customer();
    String sku = platform.staff().product(100, ORDERS_AT_MOST);
    String tree = "";
    String trace = "";
    UUID order = null;
    NotificationStream stream = customer.listens(0);
    for (int i = 0; i < ORDERS_AT_MOST && !tree.equals(A_CONFIRMED_ORDER); i++) {
      order = settled(customer, sku);
      trace = traceOf(order);
      tree = treeOf(trace);
    }
    stream.close();

    assertThat(tree).isEqualTo(A_CONFIRMED_ORDER);
    assertThat(sagaOf(order).traceId()).as("what an operator is shown").isEqualTo(trace);
    assertThat(linkedTo(trace)).containsAll(BATCHES);
    assertThat(messagesOf(trace)).isNotEmpty().allSatisfy(TraceIT::saysWhatWasSentWhere);
    assertThat(spansOf(trace)).extracting(Seen::name).containsAll(SAID.keySet());
    assertThat(spansOf(trace))
        .filteredOn(span -> SAID.containsKey(span.name()))
        .allSatisfy(
            span ->
                assertThat(span.attributes())
                    .as(span.name())
                    .containsAllEntriesOf(SAID.get(span.name())));
  }

  private Saga sagaOf(UUID order) {
    return platform.client().as(platform.staff()::token).operations("orders").saga(order);
  }

  private UUID settled(Customer customer, String sku) {
    UUID order = customer.orders(sku, 1, "pm_ok");
    customer.settles(order);
    return order;
  }

  /** The trace when it is complete, or as it is after the time-out. */
  private String treeOf(String trace) {
    return Eventually.ask(EXPORTED, () -> below("", spansOf(trace), ""), A_CONFIRMED_ORDER::equals);
  }

  private static String below(String parent, List<Seen> spans, String indent) {
    return spans.stream()
        .filter(span -> span.parent().equals(parent))
        .map(
            span ->
                "%s%s %s %s%n%s"
                    .formatted(
                        indent,
                        span.service(),
                        span.kind(),
                        span.name(),
                        below(span.id(), spans, indent + "  ")))
        .sorted(Comparator.comparing(TraceIT::firstLine))
        .collect(Collectors.joining());
  }

  private static String firstLine(String branch) {
    return branch.lines().findFirst().orElseThrow();
  }

  private static void saysWhatWasSentWhere(Seen span) {
    String operation = span.name().split(" ")[0];
    assertThat(span.attributes())
        .as(span.name())
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.name", operation)
        .containsEntry("messaging.operation.type", operation)
        .containsKeys(
            "messaging.destination.name", "messaging.message.id", "messaging.kafka.message.key");
  }

  private List<Seen> messagesOf(String trace) {
    return spansOf(trace).stream()
        .filter(span -> span.name().matches("(send|process) .*"))
        .toList();
  }

  private List<Seen> spansOf(String trace) {
    return platform.traces().spans().stream().filter(span -> span.traceId().equals(trace)).toList();
  }

  private Set<String> linkedTo(String trace) {
    return platform.traces().spans().stream()
        .filter(span -> span.linked().contains(trace))
        .map(Seen::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The trace id in the records on the topics. */
  private String traceOf(UUID order) {
    Set<String> traces =
        new TopicReader(platform.stack().kafka().bootstrapServers())
            .all().stream()
                .filter(record -> order.toString().equals(record.key()))
                .map(TraceIT::traceId)
                .collect(Collectors.toSet());
    assertThat(traces).as("traces of the records of one order").hasSize(1);
    return traces.iterator().next();
  }

  private static String traceId(ConsumerRecord<String, String> record) {
    String traceparent = TopicReader.header(record, "traceparent");
    return traceparent == null ? "none on " + record.topic() : traceparent.split("-")[1];
  }

  @Test
  void theReplayOfAParkedMessageLinksToWhereItCameFrom() {
    String trace = UUID.randomUUID().toString().replace("-", "");
    String key = UUID.randomUUID().toString();
    publishAnswerToNobody(key, "00-" + trace + "-00f067aa0ba902b7-01");
    try {
      assertThat(Eventually.ask(EXPORTED, () -> replayRequested(key), rows -> rows == 1)).isOne();

      assertThat(
              Eventually.ask(
                  EXPORTED,
                  () -> linkedTo(trace),
                  names -> names.contains("replay payment-events")))
          .contains("process payment-events", "replay payment-events");
    } finally {
      forget(key);
    }
  }

  /** Publishes a readable answer that is refused for certain, because no order has this id. */
  private void publishAnswerToNobody(String key, String traceparent) {
    platform.poisoned(key);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                platform.stack().kafka().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      String payload =
          "{\"orderId\": \"%s\", \"commandId\": \"%s\"}".formatted(key, UUID.randomUUID());
      var record = new ProducerRecord<>("payment-events", key, payload);
      Map.of(
              "ce_id",
              UUID.randomUUID().toString(),
              "ce_type",
              "PaymentVoided.v1",
              "ce_time",
              "2026-01-01T00:00:00Z",
              "traceparent",
              traceparent)
          .forEach(
              (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
      producer.send(record);
      producer.flush();
    }
  }

  private int replayRequested(String key) {
    return update(
        "orders", "update parked_message set replay_requested_at = now() where key = ?", key);
  }

  /** Deletes the message, because no order will ever have asked for it. */
  private void forget(String key) {
    update("orders_owner", "delete from parked_message where key = ?", key);
  }

  private int update(String role, String sql, String key) {
    try (Connection connection = platform.stack().postgres().connect("orders", role);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key);
      return statement.executeUpdate();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
