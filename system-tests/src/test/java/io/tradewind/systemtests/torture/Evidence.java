package io.tradewind.systemtests.torture;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.books.Books;
import io.tradewind.systemtests.books.Facts;
import io.tradewind.systemtests.books.Facts.Acknowledged;
import io.tradewind.systemtests.books.FactsReader;
import io.tradewind.systemtests.driver.TopicReader;
import io.tradewind.systemtests.torture.Journal.Line;
import io.tradewind.systemtests.torture.Journal.Said;
import io.tradewind.systemtests.torture.RunContext.Person;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Everything that the promises are checked against, read once the system is at rest.
 *
 * @param shoppers user ids by name
 * @param books the checks of the audit, over SQL and the provider's ledger
 * @param heardUpTo by user id, the last number that the user's socket has received
 * @param orderRows the number of orders by user id
 * @param parked key and cause of the parked messages of all services, by message id or by the name
 *     of a hostile record
 * @param parkedRows how many messages are parked: one that two services hear may be parked at both
 * @param listed ids that operators are shown as parked
 * @param counted the metric of parked messages
 * @param connectionsInUse pooled connections that a service has not got back
 * @param unpublished ids in an outbox that are on no topic
 * @param shown available units by SKU as shown from Redis, {@code available} as PostgreSQL has them
 */
record Evidence(
    List<Line> journal,
    Map<String, UUID> shoppers,
    Facts facts,
    Books books,
    Map<UUID, Long> heardUpTo,
    Map<UUID, Long> orderRows,
    Map<String, String> parked,
    int parkedRows,
    Set<String> listed,
    double counted,
    Map<Service, Integer> connectionsInUse,
    Set<String> unpublished,
    Map<String, Long> shown,
    Map<String, Long> available,
    long impossibleMovements,
    Map<String, Long> deliveries,
    InjectedRecords records) {

  /** A hostile record may have the id of another message; its number is in a header. */
  private static final String PARKED =
      """
      select id || '|' || coalesce(substring(headers from '"hostile":"([0-9]+)"'), '')
             || '|' || case when headers like '%"hostile":"%' then '' else message_id end
             || '|' || coalesce(key, 'null') || ': ' || coalesce(cause, 'waits behind another')
        from parked_message""";

  private record Parked(String name, String why) {}

  private static List<Acknowledged> acknowledged(List<Line> journal, Map<String, UUID> users) {
    return journal.stream()
        .filter(line -> line.what().startsWith("place") && line.said() == Said.OK)
        .map(
            line ->
                new Acknowledged(UUID.fromString(line.order()), users.get(line.who()), line.key()))
        .distinct()
        .toList();
  }

  static Evidence read(
      RunContext context,
      Person admin,
      List<Line> journal,
      Map<String, UUID> shoppers,
      Map<UUID, Long> heardUpTo,
      InjectedRecords records)
      throws SQLException, IOException, InterruptedException {
    Facts facts = new FactsReader(context.stack).read(acknowledged(journal, shoppers));
    Map<UUID, Parked> parked = parked(context);
    Map<String, Long> available = new TreeMap<>();
    facts.stocks().stream()
        .filter(stock -> context.skus.contains(stock.sku()))
        .forEach(stock -> available.put(stock.sku(), stock.onHand() - stock.reserved()));
    return new Evidence(
        journal,
        shoppers,
        facts,
        Books.audit(facts),
        heardUpTo,
        orderRows(facts),
        parked.values().stream()
            .collect(toMap(Parked::name, Parked::why, (one, again) -> one + ", " + again)),
        parked.size(),
        listed(context, admin, parked),
        counted(context),
        connectionsInUse(context),
        unpublished(context),
        shown(context),
        available,
        rows(
                context,
                Service.INVENTORY,
                "select seq from stock_movement"
                    + " where on_hand < 0 or reserved < 0 or reserved > on_hand")
            .size(),
        deliveries(context),
        records);
  }

  private static Map<UUID, Long> orderRows(Facts facts) {
    Map<UUID, Long> rows = new HashMap<>();
    facts.orders().forEach(order -> rows.merge(order.userId(), 1L, Long::sum));
    return rows;
  }

  /** Parked messages by the ids of their rows, which operators use. */
  private static Map<UUID, Parked> parked(RunContext context) throws SQLException {
    Map<UUID, Parked> parked = new HashMap<>();
    for (Service service : Service.values()) {
      for (String row : rows(context, service, PARKED)) {
        String[] found = row.split("\\|", 4);
        String name = found[1].isEmpty() ? found[2] : InjectedRecords.hostileName(found[1]);
        parked.put(UUID.fromString(found[0]), new Parked(name, found[3]));
      }
    }
    return parked;
  }

  private static Set<String> listed(RunContext context, Person admin, Map<UUID, Parked> parked) {
    Set<String> listed = new HashSet<>();
    for (Service service : Service.values()) {
      String next = "";
      do {
        String cursor = next;
        JsonNode page =
            RunContext.until(
                    () ->
                        context.web.get(
                            context.url(service, "/operations/parked?limit=100" + cursor),
                            admin.token()))
                .body();
        for (JsonNode item : page.path("items")) {
          Parked known = parked.get(UUID.fromString(item.path("id").asText()));
          listed.add(known == null ? item.path("messageId").asText() : known.name());
        }
        next = page.path("next").isTextual() ? "&cursor=" + page.path("next").asText() : "";
      } while (!next.isEmpty());
    }
    return listed;
  }

  private static double counted(RunContext context) {
    double counted = 0;
    for (Service service : Service.values()) {
      counted += context.stack.server(service).metric("tradewind_parked_messages");
    }
    return counted;
  }

  private static Map<Service, Integer> connectionsInUse(RunContext context) {
    Map<Service, Integer> inUse = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      inUse.put(service, context.stack.server(service).connectionsInUse());
    }
    return inUse;
  }

  private static Set<String> unpublished(RunContext context) throws SQLException {
    Set<String> unpublished = new HashSet<>();
    for (Service service : Service.values()) {
      unpublished.addAll(rows(context, service, "select message_id::text from outbox"));
    }
    new TopicReader(context.stack.kafka().bootstrapServers())
        .all()
        .forEach(record -> unpublished.remove(TopicReader.header(record, "ce_id")));
    return unpublished;
  }

  private static Map<String, Long> shown(RunContext context) {
    Map<String, Long> shown = new TreeMap<>();
    String query = "?sku=" + String.join("&sku=", context.skus);
    context
        .web
        .get(context.url(Service.INVENTORY, "/availability" + query), null)
        .body()
        .path("items")
        .forEach(item -> shown.put(item.path("sku").asText(), item.path("available").asLong()));
    return shown;
  }

  /** How many times a single unit of each SKU was delivered. */
  private static Map<String, Long> deliveries(RunContext context) throws SQLException {
    Map<String, Long> deliveries = new TreeMap<>();
    rows(
            context,
            Service.INVENTORY,
            "select sku from stock_movement where type = 'ADJUSTMENT' and units = 1")
        .stream()
        .filter(context.skus::contains)
        .forEach(sku -> deliveries.merge(sku, 1L, Long::sum));
    return deliveries;
  }

  private static List<String> rows(RunContext context, Service service, String query)
      throws SQLException {
    try (Connection database = context.stack.postgres().superuser(service.id());
        Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    }
  }
}
