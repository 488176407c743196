package io.tradewind.systemtests.torture;

import io.tradewind.stack.Service;
import io.tradewind.systemtests.torture.HttpCalls.Reply;
import io.tradewind.systemtests.torture.Journal.Said;
import io.tradewind.systemtests.torture.RunContext.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * A customer who does whatever customers do, never knows for sure and never gives up on a key: a
 * request without an answer is unknown, and is asked again under the same key in the end.
 */
final class Shopper {

  private static final List<String> METHODS =
      List.of(
          "pm_ok",
          "pm_ok",
          "pm_ok",
          "pm_ok",
          "pm_ok",
          "pm_timeout_then_ok",
          "pm_timeout_then_ok",
          "pm_slow",
          "pm_declined",
          "pm_capture_fails");

  /** One order as it was meant, and its id once that is known. */
  private static final class Wish {
    final String key;
    final String sku;
    final int quantity;
    final String method;
    String order;

    Wish(String key, String sku, int quantity, String method) {
      this.key = key;
      this.sku = sku;
      this.quantity = quantity;
      this.method = method;
    }
  }

  final String name;
  final Person person;
  private final RunContext market;
  private final Journal journal;
  private final SharedState known;
  private final ActorRandom dice;
  private final List<Wish> wishes = new ArrayList<>();
  private Said lately = Said.OK;

  Shopper(String name, long seed, RunContext market, Journal journal, SharedState known) {
    this.name = name;
    this.person = market.somebodyNew();
    this.market = market;
    this.journal = journal;
    this.known = known;
    this.dice = new ActorRandom(seed, name);
  }

  void shops(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      int what = dice.upTo(99);
      if (what < 55 || wishes.isEmpty()) {
        place(wish());
      } else if (what < 67) {
        place(dice.of(wishes));
      } else if (what < 72) {
        triesAnotherBody(dice.of(wishes));
      } else if (what < 87) {
        cancel(dice.of(wishes));
      } else {
        peek();
      }
      dice.passes(20, 180);
      if (lately == Said.UNKNOWN) {
        // who got no answer does not ask as often
        dice.passes(300, 900);
      }
    }
  }

  /** When all is well again, nothing may stay unknown. */
  void asksForWhatIsUnknown() {
    wishes.stream()
        .filter(wish -> wish.order == null)
        .forEach(
            wish -> {
              Reply reply = RunContext.until(() -> send(wish));
              heard(wish, "place-finally", reply);
            });
  }

  private Wish wish() {
    Wish wish =
        new Wish(
            name + "-" + UUID.randomUUID(),
            dice.of(market.skus),
            1 + dice.upTo(1),
            dice.of(METHODS));
    wishes.add(wish);
    return wish;
  }

  private void place(Wish wish) {
    heard(wish, wish.order == null ? "place" : "place-again", send(wish));
  }

  private Reply send(Wish wish) {
    return market.place(person, wish.key, wish.sku, wish.quantity, wish.method);
  }

  private void heard(Wish wish, String what, Reply reply) {
    String order = reply.said() == Said.OK ? reply.body().path("id").asText() : wish.order;
    journal.write(name, what, wish.key, order, reply.said(), reply.detail());
    lately = reply.said();
    if (reply.said() == Said.OK) {
      wish.order = order;
      known.orders.add(order);
    }
  }

  /** Only for a key whose order is known: otherwise either body may be the first. */
  private void triesAnotherBody(Wish wish) {
    if (wish.order != null) {
      Reply reply = market.place(person, wish.key, wish.sku, wish.quantity + 1, wish.method);
      String order = reply.body().path("id").asText(wish.order);
      journal.write(name, "other-body", wish.key, order, reply.said(), reply.detail());
    }
  }

  private void cancel(Wish wish) {
    if (wish.order != null) {
      Reply reply =
          market.web.post(
              market.url(Service.ORDERS, "/" + wish.order + "/cancellation"),
              person.token(),
              null,
              null);
      journal.write(name, "cancel", null, wish.order, reply.said(), reply.detail());
    }
  }

  /** Somebody else's order, which must not exist for this one. */
  private void peek() {
    List<String> others =
        known.orders.stream()
            .filter(order -> wishes.stream().noneMatch(wish -> order.equals(wish.order)))
            .toList();
    if (!others.isEmpty()) {
      String order = dice.of(others);
      Reply reply = market.web.get(market.url(Service.ORDERS, "/" + order), person.token());
      journal.write(name, "peek", null, order, reply.said(), reply.detail());
    }
  }
}
