package io.tradewind.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Five scenes: confirmed, requested twice, declined, out of stock, cancelled. */
public final class Demo {

  private static final String TEA = "TEA-001";

  private final Addresses at;
  private final String adminPassword;
  private final PrintStream out;

  public Demo(Addresses at, String adminPassword, PrintStream out) {
    this.at = at;
    this.adminPassword = adminPassword;
    this.out = out;
  }

  /** Runs all scenes; true when every one ended as expected. */
  public boolean act() {
    try {
      scene("Ann registers, signs in and listens to her notifications");
      Customer ann = Customer.register(at, "Ann");
      try (Stream stream = ann.listen()) {
        confirmed(ann, stream);
        askedTwice(ann, stream);
        declined(ann, stream);
        nothingLeft(ann, stream);
        cancelled(ann, stream);
      }
      out.println();
      out.println("The demo came out right: every scene ended as it should.");
      return true;
    } catch (SceneFailed e) {
      out.println("  WRONG: " + e.getMessage());
      return false;
    }
  }

  private void confirmed(Customer ann, Stream stream) {
    scene("She orders two of " + TEA + " and is told of the confirmation");
    long shelf = available(TEA);
    String order = id(ann.order(newKey(), TEA, 2, "pm_ok"));
    stream.await("OrderConfirmed", order);
    show(ann, order, "CONFIRMED");
    require(amount(ann.payment(order), "captured") > 0, "the money was not captured");
    require(available(TEA) == shelf - 2, "the shelf did not lose two");
  }

  private void askedTwice(Customer ann, Stream stream) {
    scene("Her connection breaks and she sends the same order twice: it is one order");
    String key = newKey();
    String first = id(ann.order(key, TEA, 1, "pm_ok"));
    String second = id(ann.order(key, TEA, 1, "pm_ok"));
    require(first.equals(second), "a retried request made a second order");
    stream.await("OrderConfirmed", first);
    show(ann, first, "CONFIRMED");
  }

  private void declined(Customer ann, Stream stream) {
    scene("Her card is declined: no money, no stock");
    long shelf = available(TEA);
    String order = id(ann.order(newKey(), TEA, 1, "pm_declined"));
    stream.await("OrderRejected", order);
    show(ann, order, "REJECTED");
    require(amount(ann.payment(order), "captured") == 0, "a declined card was charged");
    require(available(TEA) == shelf, "a declined card took stock");
  }

  private void nothingLeft(Customer ann, Stream stream) {
    scene("She wants two of a thing of which one is left: the authorization is voided");
    String sku = "DEMO-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    Customer.signIn(at, "admin@tradewind.example", adminPassword)
        .shelve(sku, "The last cup", 990, 1);
    String order = orderOnceKnown(ann, sku);
    stream.await("OrderRejected", order);
    show(ann, order, "REJECTED");
    JsonNode payment = ann.payment(order);
    require(amount(payment, "captured") == 0, "an order without stock was charged");
    require(available(sku) == 1, "the last cup is not on the shelf any more");
  }

  private void cancelled(Customer ann, Stream stream) {
    scene("She cancels a confirmed order: the money and the tea go back");
    long shelf = available(TEA);
    String order = id(ann.order(newKey(), TEA, 3, "pm_ok"));
    stream.await("OrderConfirmed", order);
    ann.cancel(order);
    stream.await("OrderCancelled", order);
    show(ann, order, "CANCELLED");
    JsonNode payment = ann.payment(order);
    long captured = amount(payment, "captured");
    require(captured > 0 && captured == amount(payment, "refunded"), "not all was refunded");
    require(available(TEA) == shelf, "the tea did not go back");
  }

  /** A new product reaches the price list within a second; until then its order is refused. */
  private String orderOnceKnown(Customer ann, String sku) {
    Instant deadline = Instant.now().plusSeconds(10);
    while (true) {
      try {
        return id(ann.order(newKey(), sku, 2, "pm_ok"));
      } catch (SceneFailed e) {
        if (!e.getMessage().contains("unknown-sku") || Instant.now().isAfter(deadline)) {
          throw e;
        }
      }
    }
  }

  /** Prints the saga's timeline, in milliseconds since the order was placed. */
  private void show(Customer ann, String order, String expected) {
    String status = ann.settled(order).path("status").asText();
    Instant begin = null;
    for (JsonNode event : ann.events(order)) {
      Instant at = Instant.parse(event.path("at").asText());
      begin = begin == null ? at : begin;
      out.printf(
          Locale.ROOT,
          "  %6d ms  %-24s %s%n",
          Duration.between(begin, at).toMillis(),
          event.path("type").asText(),
          event.path("data").path("status").asText());
    }
    require(expected.equals(status), "the order is " + status + " and not " + expected);
    out.println("  right: " + expected);
  }

  private long available(String sku) {
    URI product = at.inventory().resolve("/api/inventory/products/" + sku);
    return Http.get(product, null).path("available").asLong();
  }

  private static long amount(JsonNode payment, String what) {
    return payment.path(what).path("amount").asLong();
  }

  private static String id(JsonNode order) {
    return order.path("id").asText();
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }

  private void scene(String title) {
    out.println();
    out.println(title);
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new SceneFailed(otherwise);
    }
  }
}
