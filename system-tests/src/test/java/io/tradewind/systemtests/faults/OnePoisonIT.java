package io.tradewind.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.contracts.users.UserErased;
import io.tradewind.outside.TestPublisher;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.ConcurrentStart;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.HostileTraffic;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.Test;

/**
 * Sends one unreadable message in a thousand, and hundreds of hostile records, on every channel at
 * the same time.
 */
@WholeSystem
class OnePoisonIT {

  private static final int BUYERS = 27;
  private static final int ORDERS_OF_EACH = 37;
  private static final int GOOD = BUYERS * ORDERS_OF_EACH;

  /** Hostile records on each channel; 2,100 among some 10,000 good messages. */
  private static final int HOSTILE_OF_EACH = 300;

  private static final String HOSTILE =
      "select substring(headers from '\"hostile\":\"([0-9]+)\"') from parked_message"
          + " where headers like '%\"hostile\":%' and channel = '%s'";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The topics of each service; the test compares them with those of the consumer groups. */
  private static final Map<Service, Set<Topic>> CHANNELS =
      Map.of(
          Service.PAYMENTS, Set.of(Topic.PAYMENT_COMMANDS),
          Service.INVENTORY, Set.of(Topic.INVENTORY_COMMANDS, Topic.ORDER_EVENTS),
          Service.ORDERS,
              Set.of(
                  Topic.PAYMENT_EVENTS,
                  Topic.INVENTORY_EVENTS,
                  Topic.PRODUCT_EVENTS,
                  Topic.USER_EVENTS),
          Service.NOTIFICATIONS, Set.of(Topic.ORDER_EVENTS));

  private final Platform platform;

  OnePoisonIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void onePoisonAmongAThousandIsParkedAloneOnEveryChannel() throws Exception {
    String sku = platform.staff().product(100, GOOD + 1);
    List<Customer> buyers = platform.crowd(BUYERS);
    buyers.get(0).canOrder(sku);
    String products = Platform.fresh("POISON");
    List<UUID> leavers = peopleWithAnAnswerKept();
    Map<String, Group> groupsBefore = groups();
    assertThat(heard(groupsBefore)).isEqualTo(CHANNELS);
    Map<Topic, Message> poison = new HashMap<>();
    HostileTraffic hostility = new HostileTraffic(platform, products);
    List<UUID> orders;
    try (TestPublisher postbox = new TestPublisher(platform.stack().kafka().bootstrapServers())) {
      orders =
          buyOneEach(
              buyers,
              sku,
              () -> {
                hostility.send(HOSTILE_OF_EACH);
                poison.putAll(sendPoison(postbox, products, leavers));
                postbox.flush();
              });
    }

    assertThat(orders).hasSize(GOOD);
    Map<String, Long> settled =
        Eventually.ask(PATIENCE, () -> statuses(sku), found -> found.equals(confirmed(1 + GOOD)));
    assertThat(settled).isEqualTo(confirmed(1 + GOOD));
    assertThat(Eventually.ask(PATIENCE, () -> known(products), count -> count == GOOD))
        .isEqualTo(GOOD);
    assertThat(Eventually.ask(PATIENCE, () -> told(orders), count -> count == GOOD))
        .isEqualTo(GOOD);
    assertThat(Eventually.ask(PATIENCE, () -> kept(leavers), count -> count == 0)).isZero();
    assertThat(parked(poison)).isEqualTo(eachOnce(poison));
    CHANNELS.forEach(
        (service, topics) ->
            topics.forEach(
                topic -> {
                  Set<String> sent = hostility.sentOn(topic);
                  List<String> listed =
                      Eventually.ask(
                          PATIENCE,
                          () -> rows(service, HOSTILE.replace("%s", topic.topicName())),
                          found -> found.size() >= sent.size());
                  assertThat(listed)
                      .as(topic.topicName())
                      .containsExactlyInAnyOrderElementsOf(sent);
                  assertThat(rows(service, behind(topic, hostility)))
                      .as(topic.topicName())
                      .containsExactlyInAnyOrderElementsOf(hostility.heldOn(topic));
                }));
    CHANNELS.keySet().forEach(service -> forget(service, hostility));
    assertThat(groups()).isEqualTo(groupsBefore);
  }

  private static String behind(Topic topic, HostileTraffic hostility) {
    return "select key from parked_message where cause is null and channel = '"
        + topic.topicName()
        + "' and key in ("
        + quoted(hostility.heldOn(topic))
        + ")";
  }

  /** Deletes what was parked, so that the next tests find the system as it was. */
  private void forget(Service service, HostileTraffic hostility) {
    CHANNELS
        .get(service)
        .forEach(
            topic ->
                rows(
                    service,
                    "delete from parked_message where channel = '"
                        + topic.topicName()
                        + "' and (headers like '%\"hostile\":%' or key in ("
                        + quoted(hostility.heldOn(topic))
                        + ")) returning key"));
  }

  /**
   * Stores answers for new users. Erasing a user deletes the answer, which shows that the message
   * was handled.
   */
  private List<UUID> peopleWithAnAnswerKept() {
    return rows(
            Service.ORDERS,
            "insert into idempotency_key (caller, operation, key, body_hash, status)"
                + " select gen_random_uuid(), 'of who leaves', 'k', ''::bytea, 204"
                + " from generate_series(1, "
                + GOOD
                + ") returning caller")
        .stream()
        .map(UUID::fromString)
        .toList();
  }

  private long kept(List<UUID> people) {
    return count(Service.ORDERS, "idempotency_key where caller in (" + quoted(people) + ")");
  }

  /** The number of these orders for which a notification says that they are confirmed. */
  private long told(List<UUID> orders) {
    return count(
        Service.NOTIFICATIONS,
        "notification where type = 'OrderConfirmed' and data->>'orderId' in ("
            + quoted(orders)
            + ")");
  }

  private static String quoted(Collection<?> ids) {
    return ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
  }

  /**
   * Sends the poison in the middle: after half of the buyers, of the products and of the erasures.
   */
  private List<UUID> buyOneEach(List<Customer> buyers, String sku, Runnable inTheMiddle)
      throws Exception {
    List<Callable<List<UUID>>> tasks = new ArrayList<>();
    for (Customer buyer : buyers) {
      tasks.add(
          () -> {
            List<UUID> orders = new ArrayList<>();
            for (int n = 0; n < ORDERS_OF_EACH; n++) {
              orders.add(buyer.orders(sku, 1, "pm_ok"));
            }
            return orders;
          });
    }
    return ConcurrentStart.all(tasks, inTheMiddle).stream().flatMap(List::stream).toList();
  }

  private Map<Topic, Message> sendPoison(
      TestPublisher postbox, String products, List<UUID> leavers) {
    Map<Topic, Message> poison = new HashMap<>();
    for (Topic topic : Topic.values()) {
      poison.put(topic, HostileTraffic.message(topic, products + "-X", UUID.randomUUID()));
    }
    for (int n = 0; n < GOOD; n++) {
      if (n == GOOD / 2) {
        poison.values().forEach(message -> sendUnreadable(postbox, message));
      }
      postbox.send(new ProductChanged(products + "-" + n, "Tea", 1, "EUR", 1));
      postbox.send(new UserErased(leavers.get(n)));
    }
    return poison;
  }

  private void sendUnreadable(TestPublisher postbox, Message message) {
    platform.poisoned(message.key());
    postbox.sendInsteadOf(message, message.type(), "{\"orderId\":");
  }

  private static Map<String, Long> confirmed(long orders) {
    return Map.of("CONFIRMED", orders);
  }

  private Map<String, Long> statuses(String sku) {
    Map<String, Long> statuses = new TreeMap<>();
    rows(Service.ORDERS, "select status from orders where lines::text like '%" + sku + "%'")
        .forEach(status -> statuses.merge(status, 1L, Long::sum));
    return statuses;
  }

  private long known(String products) {
    return count(Service.ORDERS, "price where sku like '" + products + "-%'");
  }

  /** The keys of parked poison, by consumer. */
  private Map<String, List<String>> parked(Map<Topic, Message> poison) {
    Map<String, List<String>> parked = new HashMap<>();
    CHANNELS.forEach(
        (service, topics) ->
            topics.forEach(
                topic ->
                    parked.put(
                        service + " " + topic,
                        rows(
                            service,
                            "select key from parked_message where cause is not null and channel = '"
                                + topic.topicName()
                                + "' and key = '"
                                + poison.get(topic).key()
                                + "'"))));
    return parked;
  }

  private static Map<String, List<String>> eachOnce(Map<Topic, Message> poison) {
    Map<String, List<String>> once = new HashMap<>();
    CHANNELS.forEach(
        (service, topics) ->
            topics.forEach(
                topic -> once.put(service + " " + topic, List.of(poison.get(topic).key()))));
    return once;
  }

  /** A group that has rebalanced has other members. */
  private record Group(Set<String> members, Set<String> topics) {}

  private static Map<Service, Set<Topic>> heard(Map<String, Group> groups) {
    return groups.entrySet().stream()
        .collect(
            Collectors.toMap(
                group -> Service.valueOf(group.getKey().toUpperCase(Locale.ROOT)),
                group ->
                    Arrays.stream(Topic.values())
                        .filter(topic -> group.getValue().topics().contains(topic.topicName()))
                        .collect(Collectors.toSet())));
  }

  /** The consumer group of every service that has one, by the service's id. */
  private Map<String, Group> groups() throws Exception {
    List<String> services = Arrays.stream(Service.values()).map(Service::id).toList();
    try (Admin admin = platform.stack().kafka().admin()) {
      Map<String, Group> groups = new TreeMap<>();
      for (String id : services) {
        ConsumerGroupDescription group = described(admin, id);
        if (group != null) {
          assertThat(group.groupState()).as(id).isEqualTo(GroupState.STABLE);
          groups.put(
              id,
              new Group(
                  group.members().stream()
                      .map(MemberDescription::consumerId)
                      .collect(Collectors.toSet()),
                  group.members().stream()
                      .flatMap(member -> member.assignment().topicPartitions().stream())
                      .map(TopicPartition::topic)
                      .collect(Collectors.toSet())));
        }
      }
      return groups;
    }
  }

  private static ConsumerGroupDescription described(Admin admin, String id) throws Exception {
    try {
      return admin.describeConsumerGroups(List.of(id)).describedGroups().get(id).get();
    } catch (ExecutionException failed) {
      assertThat(failed).hasCauseInstanceOf(GroupIdNotFoundException.class);
      return null;
    }
  }

  private long count(Service service, String fromWhere) {
    return Long.parseLong(rows(service, "select count(*) from " + fromWhere).get(0));
  }

  private List<String> rows(Service service, String query) {
    try (Connection database = platform.stack().postgres().superuser(service.id());
        Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
