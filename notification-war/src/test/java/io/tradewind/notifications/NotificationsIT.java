package io.tradewind.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.contracts.orders.OrderConfirmed;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.contracts.orders.OrderRejected;
import io.tradewind.contracts.orders.OrderShipped;
import io.tradewind.notifications.Listener.Refused;
import io.tradewind.outside.Issuer;
import io.tradewind.outside.Site;
import io.tradewind.outside.Site.Answer;
import io.tradewind.outside.Tables;
import io.tradewind.outside.TestPublisher;
import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.values.Ids;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service on real infrastructure; it learns of orders through its topic. */
class NotificationsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Issuer issuer;
  private static Stack stack;
  private static Site site;
  private static TestPublisher orders;
  private static Tables tables;

  private final UUID ann = Ids.next();
  private final String token = issuer.tokenOf(ann, "customer");

  @BeforeAll
  static void start() {
    issuer = new Issuer();
    stack =
        Stack.forTests(Service.NOTIFICATIONS)
            .env("JWKS_URL", issuer.url())
            .env("JWKS_FILE", issuer.file().toString())
            .start();
    site = new Site(root());
    orders = new TestPublisher(stack.kafka().bootstrapServers());
    tables = new Tables(stack.postgres(), "notifications");
  }

  @AfterAll
  static void stop() {
    if (orders != null) {
      orders.close();
    }
    if (stack != null) {
      stack.close();
    }
    issuer.close();
  }

  /** Checks the rows: every user's numbers are 1 to the counter, each once. */
  @AfterEach
  void noUsersNumbersHaveAHole() {
    assertThat(
            tables.number(
                "SELECT count(*) FROM notification_counter c WHERE last_seq <>"
                    + " (SELECT count(*) FROM notification n WHERE n.user_id = c.user_id)"
                    + " OR last_seq <> (SELECT coalesce(max(seq), 0) FROM notification n"
                    + " WHERE n.user_id = c.user_id)"))
        .isZero();
  }

  @Test
  void aNotificationIsStoredAndPushedInTheSameWords() {
    try (Listener listener = listen(0)) {
      UUID order = Ids.next();
      UUID confirmed = orders.send(new OrderConfirmed(order, ann, 1299, "EUR"));
      await().atMost(PATIENCE).until(() -> listener.frames().size() == 1);

      JsonNode frame = listener.frames().get(0);
      assertThat(frame.fieldNames()).toIterable().containsExactly("seq", "type", "data", "at");
      assertThat(frame.get("seq").asLong()).isEqualTo(1);
      assertThat(frame.get("type").asText()).isEqualTo("OrderConfirmed");
      assertThat(frame.at("/data/orderId").asText()).isEqualTo(order.toString());
      assertThat(frame.at("/data/status").asText()).isEqualTo("CONFIRMED");
      assertThat(frame.at("/data/total/amount").asLong()).isEqualTo(1299);
      JsonNode stored = list("").at("/items/0");
      assertThat(stored.get("id").asText()).isEqualTo(confirmed.toString());
      assertThat(stored.get("data")).isEqualTo(frame.get("data"));
      assertThat(stored.get("at")).isEqualTo(frame.get("at"));
      assertThat(stored.get("read").asBoolean()).isFalse();
    }
  }

  @Test
  void anEventThatArrivesTwiceIsToldOnceAndAPlacedOrderIsNoNews() {
    UUID order = Ids.next();
    UUID id = Ids.next();
    try (Listener listener = listen(0)) {
      orders.send(new OrderPlaced(order, ann, 1299, "EUR"));
      orders.send(id, new OrderConfirmed(order, ann, 1299, "EUR"));
      orders.send(id, new OrderConfirmed(order, ann, 1299, "EUR"));
      orders.flush();
      orders.send(id, new OrderConfirmed(order, ann, 1299, "EUR"));
      orders.send(new OrderShipped(order, ann));
      await().atMost(PATIENCE).until(() -> listener.frames().size() >= 2);

      assertThat(listener.frames())
          .extracting(frame -> frame.get("type").asText())
          .containsExactly("OrderConfirmed", "OrderShipped");
      assertThat(listener.numbers()).containsExactly(1L, 2L);
    }
  }

  @Test
  void aStreamBeginsWhereTheClientLeftOffAndGoesOnLiveWithoutHoleOrRepetition() {
    tellShipped(700);
    await().atMost(PATIENCE).until(() -> stored() == 700);
    List<Listener> listeners = new ArrayList<>();
    try {
      for (long after : new long[] {0, 100, 699}) {
        listeners.add(listen(after));
      }
      tellShipped(800);
      await()
          .atMost(PATIENCE)
          .until(() -> listeners.stream().allMatch(each -> lastOf(each) == 1500));

      assertThat(listeners.get(0).numbers()).isEqualTo(numbers(1, 1500));
      assertThat(listeners.get(1).numbers()).isEqualTo(numbers(101, 1500));
      assertThat(listeners.get(2).numbers()).isEqualTo(numbers(700, 1500));
    } finally {
      listeners.forEach(Listener::close);
    }
  }

  @Test
  void aForeignOrNamelessPageOpensNothingAndUsesNoTicketUp() {
    URI stream = stream(ticket(), 0);

    for (String origin :
        new String[] {"http://evil.example", "null", null, origin() + ".evil.example"}) {
      Refused refused = refused(stream, origin);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.mediaType()).isEqualTo("application/problem+json");
    }
    Listener.open(stream, origin()).close();
  }

  @Test
  void aTicketOpensOneStreamHoweverManyShowItAtOnce() {
    URI stream = stream(ticket(), 0);

    List<Integer> outcomes =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> outcomeOf(stream)))
            .limit(8)
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(outcomes).filteredOn(status -> status == 101).hasSize(1);
    assertThat(outcomes).filteredOn(status -> status == 401).hasSize(7);
  }

  @Test
  void aTicketThatIsUnknownOrTooOldOpensNothing() {
    assertThat(refused(stream("made-up", 0), origin()).status()).isEqualTo(401);
    String old = ticket();
    tables.change("UPDATE ticket SET expires_at = now() - interval '1 second'");
    assertThat(refused(stream(old, 0), origin()).status()).isEqualTo(401);
    assertThat(tables.number("SELECT count(*) FROM ticket WHERE ticket_hash = '" + old + "'"))
        .isZero();
  }

  @Test
  void anotherPersonsAddressIsNotFound() {
    UUID id = orders.send(new OrderRejected(Ids.next(), ann, "card-declined"));
    await().atMost(PATIENCE).until(() -> stored() == 1);
    String stranger = issuer.tokenFor("customer");

    assertThat(site.get("", stranger).raw()).contains("\"items\":[]");
    assertThat(site.post("/" + id + "/read", stranger, null).status()).isEqualTo(404);
    assertThat(site.post("/not-an-id/read", token, null).status()).isEqualTo(404);
    assertThat(site.get("", null).status()).isEqualTo(401);
    assertThat(site.post("/" + id + "/read", token, null).status()).isEqualTo(204);
    assertThat(list("").at("/items/0/read").asBoolean()).isTrue();
  }

  @Test
  void aListGoesOnAfterTheNumberThatItGave() {
    tellShipped(5);
    await().atMost(PATIENCE).until(() -> stored() == 5);

    JsonNode page = list("?limit=2");
    assertThat(page.get("items")).hasSize(2);
    assertThat(page.get("next").asText()).isEqualTo("2");
    JsonNode last = list("?limit=3&after=" + page.get("next").asText());
    assertThat(last.get("items")).hasSize(3);
    assertThat(last.get("next").isNull()).isTrue();
    assertThat(site.get("?after=-1", token).status()).isEqualTo(400);
    assertThat(site.get("?limit=101", token).status()).isEqualTo(400);
  }

  @Test
  void aClientsFramesAreIgnoredAndTooManyEndTheStream() {
    try (Listener listener = listen(0)) {
      listener.say("hello");
      orders.send(new OrderShipped(Ids.next(), ann));
      await().atMost(PATIENCE).until(() -> listener.frames().size() == 1);

      listener.begins("x".repeat(100_000));
      await().atMost(PATIENCE).until(() -> listener.closeCode() == 1009);
    }
  }

  @Test
  void aUsersEleventhStreamIsAskedToComeBackLater() {
    List<Listener> listeners = new ArrayList<>();
    try {
      for (int i = 0; i < 11; i++) {
        listeners.add(listen(0));
      }
      await().atMost(PATIENCE).until(() -> listeners.get(10).closeCode() == 1013);
      orders.send(new OrderShipped(Ids.next(), ann));
      await()
          .atMost(PATIENCE)
          .until(() -> listeners.stream().limit(10).allMatch(each -> each.frames().size() == 1));
    } finally {
      listeners.forEach(Listener::close);
    }
  }

  /**
   * The dispatcher's thread lives as long as the service, so a connection that breaks under it must
   * leave the pool at once.
   */
  @Test
  void aConnectionThatBreaksUnderAnOpenStreamLeavesThePool() {
    try (Listener listener = listen(0)) {
      for (int told = 1; told <= 3; told++) {
        int frames = told;
        tellShipped(1);
        await().atMost(PATIENCE).until(() -> listener.frames().size() == frames);
        tables.endSessions();
      }
      LibertyServer server = stack.server(Service.NOTIFICATIONS);
      // the pool is empty for a moment, because all of its connections were ended
      await().atMost(PATIENCE).until(() -> server.metric("connectionpool_managedConnections") > 0);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.connectionsInUse()).isZero());
    }
  }

  private void tellShipped(int times) {
    for (int i = 0; i < times; i++) {
      orders.send(new OrderShipped(Ids.next(), ann));
    }
    orders.flush();
  }

  /**
   * The topic still has what the database lost; a client that received it gets only what is new.
   */
  @Test
  void aDatabaseThatWasRestoredIsToldAgainAndNoNumberIsGivenTwice() {
    List<UUID> told = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      told.add(orders.send(new OrderConfirmed(Ids.next(), ann, 1299, "EUR")));
    }
    await().atMost(PATIENCE).until(() -> stored() == 5);
    LibertyServer server = stack.server(Service.NOTIFICATIONS);
    server.close();
    tables.change("DELETE FROM notification WHERE user_id = '" + ann + "' AND seq > 2");
    tables.change("UPDATE notification_counter SET last_seq = 2 WHERE user_id = '" + ann + "'");
    tables.change("UPDATE channel_position SET position = 0 WHERE channel = 'order-events'");
    server.start();

    try (Listener listener = listen(5)) {
      await().atMost(PATIENCE).until(() -> stored() == 5);
      List<String> ids = new ArrayList<>();
      list("").get("items").forEach(item -> ids.add(item.get("id").asText()));
      assertThat(ids)
          .containsExactlyInAnyOrderElementsOf(told.stream().map(UUID::toString).toList());
      orders.send(new OrderConfirmed(Ids.next(), ann, 1299, "EUR"));
      await().atMost(PATIENCE).until(() -> !listener.frames().isEmpty());
      assertThat(listener.numbers()).containsExactly(6L);
    }
  }

  private Listener listen(long after) {
    return Listener.open(stream(ticket(), after), origin());
  }

  private String ticket() {
    Answer answer = site.post("/tickets", token, null);
    assertThat(answer.status()).isEqualTo(201);
    return answer.body().get("ticket").asText();
  }

  private static int outcomeOf(URI stream) {
    try {
      Listener.open(stream, origin()).close();
      return 101;
    } catch (Refused refused) {
      return refused.status();
    }
  }

  private static Refused refused(URI stream, String origin) {
    try {
      Listener.open(stream, origin).close();
      throw new AssertionError("opened for origin " + origin);
    } catch (Refused refused) {
      return refused;
    }
  }

  private static URI stream(String ticket, long after) {
    return URI.create(
        root().replace("http:", "ws:") + "/stream?ticket=" + ticket + "&after=" + after);
  }

  private static String origin() {
    return stack.url(Service.NOTIFICATIONS).toString().replaceAll("/$", "");
  }

  private static String root() {
    return origin() + "/api/notifications";
  }

  private JsonNode list(String query) {
    Answer answer = site.get(query, token);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  private static long lastOf(Listener listener) {
    List<Long> numbers = listener.numbers();
    return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private long stored() {
    return tables.number("SELECT count(*) FROM notification WHERE user_id = '" + ann + "'");
  }
}
