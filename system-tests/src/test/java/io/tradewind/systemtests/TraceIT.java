package io.tradewind.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.TraceReceiver.Seen;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** One order is one trace, from its POST through every handler of the saga. */
@WholeSystem
class TraceIT {

  private static final Duration EXPORTED = Duration.ofSeconds(20);

  /** What is heard on the way of an order that is confirmed. */
  private static final Set<String> HEARD =
      Set.of(
          "AuthorizePayment",
          "PaymentAuthorized",
          "ReserveStock",
          "StockReserved",
          "CapturePayment",
          "PaymentCaptured",
          "CommitStock",
          "StockCommitted",
          "OrderConfirmed");

  private final Platform platform;

  TraceIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void oneTraceLeadsFromThePostThroughEveryHandlerOfTheSaga() {
    Customer customer = platform.customer();
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_ok");
    customer.settles(order);
    String trace = traceOf(order);

    Set<String> seen =
        Eventually.ask(EXPORTED, () -> handlers(trace), handlers -> handlers.containsAll(HEARD));

    assertThat(seen).containsAll(HEARD);
    assertThat(names(trace)).anyMatch(name -> name.startsWith("POST /api/orders"));
  }

  /** By what the records on the topics carry. */
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

  private Set<String> handlers(String trace) {
    return names(trace).stream()
        .flatMap(name -> HEARD.stream().filter(type -> name.equals("process " + type + ".v1")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> names(String trace) {
    return platform.traces().spans().stream()
        .filter(span -> span.traceId().equals(trace))
        .map(Seen::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
