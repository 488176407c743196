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
 * A customer who makes random requests and never gives up on a key: a request without an answer is
 * unknown, and is sent again under the same key in the end.
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

  /** One order as it was intended, and its id once that is known. */
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
  private final RunContext context;
  private final Journal journal;
  private final SharedState known;
  private final ActorRandom random;
  private final List<Wish> wishes = new ArrayList<>();
  private Said lately = Said.OK;

  Shopper(String name, long seed, RunContext context, Journal journal, SharedState known) {
    this.name = name;
    this.person = context.somebodyNew();
    this.context = context;
    this.journal = journal;
    this.known = known;
    this.random = new ActorRandom(seed, name);
  }

  void shops(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      int what = random.upTo(99);
      if (what < 55 || wishes.isEmpty()) {
        place(wish());
      } else if (what < 67) {
        place(random.of(wishes));
      } else if (what < 72) {
        triesAnotherBody(random.of(wishes));
      } else if (what < 87) {
        cancel(random.of(wishes));
      } else {
        peek();
      }
      random.passes(20, 180);
      if (lately == Said.UNKNOWN) {
        // a customer without an answer retries less often
        random.passes(300, 900);
      }
    }
  }

  /** Repeats every order whose outcome is unknown, once all faults have ended. */
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
            random.of(context.skus),
            1 + random.upTo(1),
            random.of(METHODS));
    wishes.add(wish);
    return wish;
  }

  private void place(Wish wish) {
    heard(wish, wish.order == null ? "place" : "place-again", send(wish));
  }

  private Reply send(Wish wish) {
    return context.place(person, wish.key, wish.sku, wish.quantity, wish.method);
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
      Reply reply = context.place(person, wish.key, wish.sku, wish.quantity + 1, wish.method);
      String order = reply.body().path("id").asText(wish.order);
      journal.write(name, "other-body", wish.key, order, reply.said(), reply.detail());
    }
  }

  private void cancel(Wish wish) {
    if (wish.order != null) {
      Reply reply =
          context.web.post(
              context.url(Service.ORDERS, "/" + wish.order + "/cancellation"),
              person.token(),
              null,
              null);
      journal.write(name, "cancel", null, wish.order, reply.said(), reply.detail());
    }
  }

  /** Reads somebody else's order, which must be answered as if it did not exist. */
  private void peek() {
    List<String> others =
        known.orders.stream()
            .filter(order -> wishes.stream().noneMatch(wish -> order.equals(wish.order)))
            .toList();
    if (!others.isEmpty()) {
      String order = random.of(others);
      Reply reply = context.web.get(context.url(Service.ORDERS, "/" + order), person.token());
      journal.write(name, "peek", null, order, reply.said(), reply.detail());
    }
  }
}
