package io.tradewind.systemtests.simulation;

import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.Participant;
import io.tradewind.orders.entity.SagaSignal;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.systemtests.books.Books;
import io.tradewind.systemtests.books.Facts;
import io.tradewind.systemtests.driver.SeededRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One run: customers, services and faults act in random order. Then all faults end, and the books
 * are audited once the system is at rest, or after a minute.
 */
final class Simulation {

  /** The kinds of events that are counted in one run, or in many. */
  enum Event {
    PLACED,
    ASKED,
    REFUSED,
    OVERDUE,
    DELIVERED,
    LOST,
    REPEATED,
    CRASHED,
    UNKNOWN,
    SENT_AGAIN
  }

  /**
   * @param problems the violations; empty when every promise was kept
   * @param ends the status in which each order was left
   * @param story what happened, if that was asked for
   */
  record Outcome(
      List<String> problems,
      Map<Event, Long> seen,
      List<OrderStatus> ends,
      Duration recovery,
      List<String> story) {}

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
  private static final int CRASH = 2;
  private static final int CLOCKS_ARE_WRONG_BY_SECONDS = 400;
  private static final List<String> SKUS = List.of("TEA-001", "TEA-002");
  private static final List<String> METHODS =
      List.of("pm_ok", "pm_ok", "pm_ok", "pm_ok", "pm_declined", "pm_capture_fails");

  /** In percent; the others are stored before the provider is called. */
  private static final int CALLED_EARLY = 60;

  private static final List<SagaSignal> WISHES =
      List.of(
          new SagaSignal.CancellationRequested(),
          new SagaSignal.Shipped(),
          new SagaSignal.Shipped(),
          new SagaSignal.Delivered(),
          new SagaSignal.Delivered(),
          new SagaSignal.Returned(),
          new SagaSignal.Returned());
  private static final Set<OrderStatus> MAY_BE_GIVEN_UP =
      Set.of(OrderStatus.AUTHORIZING, OrderStatus.RESERVING);

  private final SeededRandom chance;
  private final Set<PlantedBug> bugs;
  private final boolean tells;
  private final List<String> story = new ArrayList<>();
  private final Map<Event, Long> seen = new EnumMap<>(Event.class);
  private final List<String> parked = new ArrayList<>();
  private final List<UUID> users = new ArrayList<>();
  private final SimulatedBroker broker;
  private final SimulatedProvider provider = new SimulatedProvider();
  private final SimulatedOrders orderService;
  private final SimulatedPayments paymentService;
  private final SimulatedInventory inventoryService;
  private final SimulatedNotifications notificationService;

  /** The error of each service's clock. */
  private final Map<SimulatedOutbox, Duration> ahead = new HashMap<>();

  private Instant now = START;
  private boolean healed;

  private Simulation(long seed, Set<PlantedBug> bugs, boolean tells) {
    this.chance = new SeededRandom(seed);
    this.bugs = bugs;
    this.tells = tells;
    broker = new SimulatedBroker(chance);
    orderService = new SimulatedOrders(bugs);
    paymentService = new SimulatedPayments(provider, bugs);
    inventoryService = new SimulatedInventory(bugs);
    notificationService = new SimulatedNotifications(bugs);
    outgoing().forEach(service -> ahead.put(service, wrongBy()));
  }

  private Duration wrongBy() {
    return Duration.ofSeconds(
        chance.upTo(2 * CLOCKS_ARE_WRONG_BY_SECONDS) - CLOCKS_ARE_WRONG_BY_SECONDS);
  }

  /** The time by the clock of this service. */
  private Instant nowAt(SimulatedOutbox service) {
    return now.plus(ahead.get(service));
  }

  static Outcome run(long seed, Set<PlantedBug> bugs) {
    return new Simulation(seed, bugs, false).live();
  }

  /** The same run, with a record of everything that happens in it. */
  static Outcome tell(long seed, Set<PlantedBug> bugs) {
    return new Simulation(seed, bugs, true).live();
  }

  private Outcome live() {
    SKUS.forEach(
        sku -> inventoryService.receive(sku, 1 + chance.upTo(5), nowAt(inventoryService.outgoing)));
    users.add(new UUID(0, 1));
    users.add(new UUID(0, 2));
    int orders = 1 + chance.upTo(4);
    int turns = 60 + chance.upTo(440);
    for (int turn = 0; turn < turns && parked.isEmpty(); turn++) {
      turn(orders);
    }
    Duration recovery = heal();
    List<String> problems = new ArrayList<>(parked);
    Books.audit(facts()).violations().forEach((check, found) -> problems.add(check + ": " + found));
    return new Outcome(
        problems, seen, orderService.all().stream().map(Order::status).toList(), recovery, story);
  }

  private void turn(int orders) {
    now = now.plusMillis(chance.upTo(chance.percent(3) ? 40_000 : 800));
    try {
      int what = chance.upTo(99);
      if (what < 6) {
        place(orders);
      } else if (what < 11) {
        wish();
      } else if (what < 12 && chance.percent(20)) {
        giveUp();
      } else if (what < 42) {
        relay(chance.of(outgoing()));
      } else if (what < 68) {
        deliver();
      } else if (what < 71) {
        repeat();
      } else if (what < 80) {
        paymentService.claim(nowAt(paymentService.outgoing));
        mayCrash();
      } else if (what < 92) {
        call();
      } else if (what < 97) {
        sweep();
      } else {
        throw new Crash();
      }
    } catch (Crash crash) {
      saw(Event.CRASHED, "a service crashes");
      paymentService.crash(chance);
    }
  }

  private void place(int atMost) {
    if (orderService.all().size() == atMost) {
      return;
    }
    Map<String, Integer> units = Map.of(chance.of(SKUS), 1 + chance.upTo(2));
    Order order =
        orderService.place(
            chance.of(users), units, chance.of(METHODS), nowAt(orderService.outgoing));
    saw(Event.PLACED, named(order) + " of " + units + " by " + order.paymentMethod());
    mayCrash();
  }

  private void wish() {
    if (orderService.all().isEmpty()) {
      return;
    }
    Order order = chance.of(orderService.all());
    SagaSignal wish = chance.of(WISHES);
    boolean taken = orderService.take(order, wish, nowAt(orderService.outgoing));
    saw(taken ? Event.ASKED : Event.REFUSED, named(order) + " hears " + wish.name());
    mayCrash();
  }

  private void giveUp() {
    List<Order> early =
        orderService.all().stream()
            .filter(order -> MAY_BE_GIVEN_UP.contains(order.status()))
            .toList();
    if (!early.isEmpty()) {
      Order order = chance.of(early);
      orderService.take(order, new SagaSignal.StepOverdue(), nowAt(orderService.outgoing));
      saw(Event.OVERDUE, named(order));
    }
  }

  /** To send, to acknowledge and to mark are three effects; a crash may occur between any two. */
  private void relay(SimulatedOutbox service) {
    if (!service.hasUnsent()) {
      return;
    }
    Wire message = service.oldest();
    if (bugs.contains(PlantedBug.MARKED_BEFORE_ACKNOWLEDGED)) {
      service.mark(message, leftAt(service));
      mayCrash();
    }
    if (!broker.send(message)) {
      saw(Event.LOST, describe(message));
    }
    mayCrash();
    if (!bugs.contains(PlantedBug.MARKED_BEFORE_ACKNOWLEDGED)) {
      service.mark(message, leftAt(service));
    }
  }

  private Instant leftAt(SimulatedOutbox service) {
    return bugs.contains(PlantedBug.TWO_CLOCKS) ? now : nowAt(service);
  }

  private void deliver() {
    if (broker.isEmpty()) {
      return;
    }
    Wire message = broker.next();
    saw(Event.DELIVERED, describe(message));
    handle(message);
    mayCrash();
    broker.handled(message);
  }

  /**
   * Handles a message in one transaction. These runs have no poison: a refused message counts as
   * parked, which is a violation.
   */
  private void handle(Wire message) {
    try {
      if (message instanceof Wire.Answer answer) {
        orderService.hear(answer, nowAt(orderService.outgoing));
      } else if (message instanceof Wire.News news) {
        notificationService.take(news);
        mayCrash();
        inventoryService.hear(news, nowAt(inventoryService.outgoing));
      } else if (message instanceof Wire.Command command) {
        if (command.kind().participant() == Participant.PAYMENT) {
          if (chance.percent(CALLED_EARLY)) {
            paymentService.callEarly(command);
            mayCrash();
          }
          paymentService.take(command, nowAt(paymentService.outgoing));
        } else {
          inventoryService.take(command, nowAt(inventoryService.outgoing));
        }
      }
    } catch (Crash crash) {
      throw crash;
    } catch (RuntimeException refused) {
      parked.add("parked " + describe(message) + ": " + refused.getMessage());
      broker.handled(message);
    }
  }

  private void repeat() {
    broker.repeat();
    saw(Event.REPEATED, "something of before");
  }

  private void call() {
    paymentService.straysArrive();
    if (!paymentService.isCalling()) {
      return;
    }
    ProviderRequest request = paymentService.someCall(chance);
    int what = chance.upTo(99);
    if (what < 60) {
      paymentService.answered(request, nowAt(paymentService.outgoing));
      saw(Event.DELIVERED, "by the provider " + describe(request));
    } else if (what < 80) {
      paymentService.actedUponInSilence(request, nowAt(paymentService.outgoing));
      saw(Event.UNKNOWN, describe(request) + ", acted upon");
    } else {
      paymentService.lost(request, chance.percent(50), nowAt(paymentService.outgoing));
      saw(Event.UNKNOWN, describe(request) + ", on its way or lost");
    }
    mayCrash();
  }

  private void sweep() {
    orderService.sweep(nowAt(orderService.outgoing));
    saw(Event.SENT_AGAIN, "the sweep");
    mayCrash();
  }

  private void mayCrash() {
    if (!healed && chance.percent(CRASH)) {
      throw new Crash();
    }
  }

  /**
   * Ends all faults. A broker that may lose messages is refilled, at least with those that nobody
   * asks for again; in one run of five everything is sent once more, without need.
   */
  private Duration heal() {
    healed = true;
    broker.heal();
    if (broker.loses()) {
      outgoing().forEach(service -> service.republish(Wire.News.class));
    }
    if (chance.percent(20)) {
      outgoing().forEach(service -> service.republish(Wire.class));
    }
    Instant from = now;
    while (parked.isEmpty() && busy() && !now.isAfter(from.plus(SETTLES_WITHIN))) {
      calm();
      now = now.plusMillis(500);
    }
    return Duration.between(from, now);
  }

  private void calm() {
    for (SimulatedOutbox service : outgoing()) {
      while (service.hasUnsent()) {
        relay(service);
      }
    }
    while (!broker.isEmpty() && parked.isEmpty()) {
      deliver();
    }
    paymentService.claim(nowAt(paymentService.outgoing));
    paymentService.straysArrive();
    paymentService
        .calls()
        .forEach(request -> paymentService.answered(request, nowAt(paymentService.outgoing)));
    orderService.sweep(nowAt(orderService.outgoing));
  }

  private boolean busy() {
    return !broker.isEmpty()
        || paymentService.isCalling()
        || outgoing().stream().anyMatch(SimulatedOutbox::hasUnsent)
        || orderService.all().stream().anyMatch(order -> !order.awaiting().isEmpty());
  }

  private List<SimulatedOutbox> outgoing() {
    return List.of(orderService.outgoing, paymentService.outgoing, inventoryService.outgoing);
  }

  private void saw(Event event, String what) {
    seen.merge(event, 1L, Long::sum);
    if (tells) {
      story.add(Duration.between(START, now) + " " + event + " " + what);
    }
  }

  private String describe(Wire message) {
    if (!tells) {
      return "";
    }
    Object what =
        message instanceof Wire.Command command
            ? command.kind()
            : message instanceof Wire.Answer answer ? answer.says() : ((Wire.News) message).type();
    return what + " for " + named(message.orderId());
  }

  private String describe(ProviderRequest call) {
    return tells ? call.action() + " for " + named(call.orderId()) : "";
  }

  private String named(UUID orderId) {
    Order order =
        orderService.all().stream()
            .filter(one -> one.id().equals(orderId))
            .findFirst()
            .orElseThrow();
    return named(order) + " in " + order.status();
  }

  private String named(Order order) {
    return "order " + (1 + orderService.all().indexOf(order));
  }

  private Facts facts() {
    return new SimulatedFacts(
            orderService, paymentService, inventoryService, notificationService, provider)
        .read();
  }
}
