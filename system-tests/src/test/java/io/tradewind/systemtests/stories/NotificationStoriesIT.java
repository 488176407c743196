package io.tradewind.systemtests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Notifications are stored, then pushed; a client that was disconnected gets them later. */
@WholeSystem
class NotificationStoriesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Platform platform;
  private final Customer customer;
  private final String sku;

  NotificationStoriesIT(Platform platform) {
    this.platform = platform;
    this.customer = platform.customer();
    this.sku = platform.staff().product(100, 100);
  }

  @Test
  void aTicketOpensOneSocketAndNoSecond() {
    String ticket = customer.ticket();
    open(ticket, origin()).close();

    assertThat(refusal(ticket, origin())).isEqualTo(401);
  }

  @Test
  void aMadeUpTicketIsA401() {
    assertThat(refusal("made-up", origin())).isEqualTo(401);
  }

  @Test
  void aForeignOriginIsA403() {
    assertThat(refusal(customer.ticket(), "https://evil.example")).isEqualTo(403);
    assertThat(refusal(customer.ticket(), "null")).isEqualTo(403);
  }

  @Test
  void aPageOfAnyOfThePlatformsOwnAddressesMayListen() {
    String loopback = origin().replace("localhost", "127.0.0.1");

    for (String own : List.of(origin(), loopback)) {
      NotificationStream.open(platform.raw(), platform.base(), customer.ticket(), 0, own).close();
    }
  }

  @Test
  void aReturningClientGetsEverythingAfterTheLastOneSeen() {
    List<UUID> orders =
        IntStream.range(0, 3).mapToObj(i -> customer.orders(sku, 1, "pm_ok")).toList();
    try (NotificationStream first = customer.listens(0)) {
      orders.forEach(
          order ->
              assertThat(first.await("OrderConfirmed", order.toString(), PATIENCE)).isNotNull());
    }

    try (NotificationStream again = customer.listens(1)) {
      List<JsonNode> frames =
          Eventually.ask(PATIENCE, again::frames, received -> received.size() >= 2);

      assertThat(frames).extracting(frame -> frame.path("seq").asLong()).containsExactly(2L, 3L);
    }
  }

  @Test
  void framesCarrySequenceTypeDataAndTime() {
    UUID order = customer.orders(sku, 1, "pm_ok");
    try (NotificationStream stream = customer.listens(0)) {
      JsonNode frame = stream.await("OrderConfirmed", order.toString(), PATIENCE);

      assertThat(frame.fieldNames()).toIterable().contains("seq", "type", "data", "at");
      assertThat(frame.path("seq").asLong()).isPositive();
    }
  }

  @Test
  void aStoredNotificationIsListedAndMarkedRead() {
    UUID order = customer.orders(sku, 1, "pm_ok");
    customer.settles(order);
    UUID notification = customer.notificationAbout(order);
    assertThat(notification).isNotNull();

    assertThat(customer.hasRead(notification)).isFalse();

    customer.marksRead(notification);

    assertThat(customer.hasRead(notification)).isTrue();
  }

  @Test
  void nobodyHearsOfAnothersOrder() {
    Customer stranger = platform.customer();
    try (NotificationStream theirs = stranger.listens(0);
        NotificationStream own = customer.listens(0)) {
      UUID order = customer.orders(sku, 1, "pm_ok");

      assertThat(own.await("OrderConfirmed", order.toString(), PATIENCE)).isNotNull();
      assertThat(theirs.frames()).isEmpty();
    }
  }

  private NotificationStream open(String ticket, String origin) {
    return NotificationStream.open(platform.raw(), platform.base(), ticket, 0, origin);
  }

  private int refusal(String ticket, String origin) {
    try {
      open(ticket, origin).close();
      return 101;
    } catch (CompletionException refused) {
      return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
    }
  }

  private String origin() {
    return platform.origin();
  }
}
