package io.tradewind.systemtests.driver;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.contracts.inventory.ReleaseStock;
import io.tradewind.contracts.inventory.StockReleased;
import io.tradewind.contracts.orders.OrderShipped;
import io.tradewind.contracts.payments.PaymentVoided;
import io.tradewind.contracts.payments.VoidPayment;
import io.tradewind.contracts.users.UserErased;
import io.tradewind.messaging.HostileRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends hostile records to every topic, and good messages behind some of them. */
public final class HostileTraffic {

  private final Platform platform;
  private final String products;
  private final HostileRecords records = HostileRecords.seeded();
  private final Map<Topic, Set<String>> sent = new EnumMap<>(Topic.class);
  private final Map<Topic, List<String>> held = new EnumMap<>(Topic.class);

  public HostileTraffic(Platform platform, String products) {
    this.platform = platform;
    this.products = products;
  }

  /** A message of the topic with a key of its own; it changes nobody's data. */
  public static Message message(Topic topic, String sku, UUID id) {
    return switch (topic) {
      case PAYMENT_COMMANDS -> new VoidPayment(id);
      case INVENTORY_COMMANDS -> new ReleaseStock(id);
      case PAYMENT_EVENTS -> new PaymentVoided(id, id);
      case INVENTORY_EVENTS -> new StockReleased(id, id);
      case ORDER_EVENTS -> new OrderShipped(id, id);
      case PRODUCT_EVENTS -> new ProductChanged(sku, "Tea", 1, "EUR", 1);
      case USER_EVENTS -> new UserErased(id);
    };
  }

  public void send(int ofEach) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", platform.stack().kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Topic topic : Topic.values()) {
        sent.put(topic, new HashSet<>());
        held.put(topic, new ArrayList<>());
        for (int n = 0; n < ofEach; n++) {
          send(producer, topic, n);
        }
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Topic topic, int n) {
    Message message = message(topic, products + "-HOSTILE-" + n, UUID.randomUUID());
    ProducerRecord<byte[], byte[]> bad = records.insteadOf(topic.topicName(), message);
    if (bad.key() == null && topic == Topic.PRODUCT_EVENTS) {
      // The broker refuses a record without a key in a compacted topic.
      return;
    }
    sent.get(topic).add(text(bad.headers().lastHeader(HostileRecords.NUMBER).value()));
    producer.send(bad);
    if (bad.key() == null) {
      return;
    }
    if (!Arrays.equals(bad.key(), message.key().getBytes(StandardCharsets.UTF_8))) {
      if (bad.key().length == 0) {
        platform.poisoned("");
      }
      return;
    }
    platform.poisoned(message.key());
    if (n % 10 == 0) {
      held.get(topic).add(message.key());
      producer.send(HostileRecords.good(topic.topicName(), message));
    }
  }

  /** The numbers of all hostile records on the topic. */
  public Set<String> sentOn(Topic topic) {
    return sent.get(topic);
  }

  /** Keys with a good message behind a hostile record. */
  public List<String> heldOn(Topic topic) {
    return held.get(topic);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
