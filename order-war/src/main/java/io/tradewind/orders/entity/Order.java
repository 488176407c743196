package io.tradewind.orders.entity;

import io.tradewind.orders.entity.SagaSignal.Answer;
import io.tradewind.orders.entity.SagaSignal.OrderPlaced;
import io.tradewind.orders.entity.SagaSignal.Undone;
import io.tradewind.values.Money;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * An order: what was bought, by whom, at which price, and its status.
 *
 * <p>The status is never set directly. An order changes only through {@link #apply}, for signals of
 * people and timers, and {@link #receive}, for answers of participants. Both ask {@link OrderSaga}
 * and return {@link Step}s: events to append to the history and commands to send. The row is only a
 * projection for queries; folding the history gives the same order.
 *
 * <p>Whoever changes an order has locked its row and loaded its sent commands ({@link
 * #loadCommands}). Its version is the number of its events and no separate counter: the primary key
 * of the history rejects writes that missed the lock.
 */
@Entity
@Table(name = "orders")
public class Order {

  /** One event, and the commands that it makes the order send. */
  public record Step(OrderStatus from, OrderFact fact, List<SentCommand> send) {

    /** Whether the event changed the status. */
    public boolean moved() {
      return from != fact.status();
    }
  }

  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "user_id")
  private UUID userId;

  @Enumerated(EnumType.STRING)
  @Column(name = "status")
  private OrderStatus status = OrderStatus.NEW;

  @Basic
  @Column(name = "lines")
  private OrderLines lines;

  @Column(name = "total_amount")
  private long totalAmount;

  @Column(name = "currency")
  private String currency;

  @Column(name = "payment_method")
  private String paymentMethod;

  @Column(name = "reason")
  private String reason;

  @Column(name = "placed_at")
  private Instant placedAt;

  @Column(name = "version")
  private long version;

  /** Null until loaded: without its commands an order must not decide. */
  @Transient private List<SentCommand> commands;

  protected Order() {}

  private Order(UUID id) {
    this.id = id;
  }

  /**
   * A new order that was placed: its first step is in {@code steps}.
   *
   * @throws IllegalArgumentException when the lines do not share a currency
   * @throws ArithmeticException when the total exceeds a long
   */
  public static Order place(
      UUID id,
      UUID userId,
      OrderLines lines,
      String paymentMethod,
      Instant at,
      Collection<Step> steps) {
    return place(id, userId, lines, paymentMethod, at, at, steps);
  }

  /**
   * Recreates an order that the database has lost: it sends its commands again, with the old ids
   * and new deadlines.
   */
  public static Order rebuild(
      UUID id,
      UUID userId,
      OrderLines lines,
      String paymentMethod,
      Instant placedAt,
      Instant now,
      Collection<Step> steps) {
    return place(id, userId, lines, paymentMethod, placedAt, now, steps);
  }

  private static Order place(
      UUID id,
      UUID userId,
      OrderLines lines,
      String paymentMethod,
      Instant placedAt,
      Instant sentAt,
      Collection<Step> steps) {
    Order order = new Order(id);
    order.commands = new ArrayList<>();
    OrderFact.Placed placed =
        new OrderFact.Placed(userId, lines.lines(), lines.total(), paymentMethod);
    steps.add(order.move(new OrderPlaced(), placedAt, sentAt, placed));
    return order;
  }

  /** An order as its row says; its commands are loaded separately. */
  public static Order stored(
      UUID id,
      UUID userId,
      OrderStatus status,
      OrderLines lines,
      Money total,
      String paymentMethod,
      String reason,
      Instant placedAt,
      long version) {
    Order order = new Order(id);
    order.userId = userId;
    order.status = status;
    order.lines = lines;
    order.totalAmount = total.amount();
    order.currency = total.currency();
    order.paymentMethod = paymentMethod;
    order.reason = reason;
    order.placedAt = placedAt;
    order.version = version;
    return order;
  }

  /** The order as of the last event of this history. */
  public static Order fold(List<OrderFact> history) {
    Order order = new Order(history.get(0).orderId());
    history.forEach(order::apply);
    return order;
  }

  /** Loads the commands that the order has sent so far. */
  public void loadCommands(Collection<SentCommand> sent) {
    commands = new ArrayList<>(sent);
  }

  /**
   * A signal from a person or a timer.
   *
   * @throws SignalRefused when the status does not allow it
   */
  public List<Step> apply(SagaSignal signal, Instant at) {
    if (signal instanceof Answer) {
      throw new IllegalArgumentException(signal.name() + " answers a command: apply it as a reply");
    }
    return List.of(move(signal, at));
  }

  /**
   * A participant's answer to one of this order's commands. A repeated answer has no effect.
   *
   * @throws SignalRefused when the order never sent the command, or the answer does not fit it
   */
  public List<Step> receive(UUID commandId, Answer answer, Instant at) {
    if (isAnswerBeforeCommand(commandId, answer)) {
      return List.of();
    }
    SentCommand command = sent(commandId);
    if (command.kind() != answer.answers()) {
      throw new SignalRefused(status, answer.name() + " does not answer " + command.kind());
    }
    if (!command.open()) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    steps.add(move(answer, at));
    command.answered(at);
    if (OrderSaga.undone(status, awaiting())) {
      steps.add(move(new Undone(), at));
    }
    return steps;
  }

  /**
   * @throws SignalRefused when the amount that was authorised or captured is not the order's total
   */
  public void costs(Money moved) {
    if (!total().equals(moved)) {
      throw new SignalRefused(status, "the order costs " + total() + " and not " + moved);
    }
  }

  /**
   * Only after a restore of the database does an order receive answers to commands that it has not
   * sent yet. Commands that it will send by itself are answered again then, so such an answer is
   * ignored. Any other is refused, because it follows a person's decision, which was lost.
   */
  private boolean isAnswerBeforeCommand(UUID commandId, Answer answer) {
    SagaCommand kind = answer.answers();
    return (kind.isOnTheWayForward() || kind.mayFollowAFailure() && !status.settled())
        && commandId.equals(SentCommand.idOf(id, kind))
        && commands().stream().noneMatch(command -> command.kind() == kind);
  }

  /**
   * An operator declares a compensation done that its participant could not do: it counts as
   * answered.
   *
   * @throws SignalRefused when the order does not wait for it, or it is no compensation
   */
  public List<Step> resolve(SagaCommand kind, Instant at) {
    Answer undone =
        SagaSignal.answerToCompensation(kind)
            .orElseThrow(() -> new SignalRefused(status, kind + " undoes nothing"));
    return receive(awaited(kind).commandId(), undone, at);
  }

  private Step move(SagaSignal signal, Instant at) {
    return move(signal, at, at, null);
  }

  private Step move(SagaSignal signal, Instant at, Instant sentAt, OrderFact.Placed placed) {
    OrderStatus from = status;
    OrderSaga.Reaction reaction =
        OrderSaga.react(from, awaiting(), signal)
            .orElseThrow(() -> new SignalRefused(from, signal.name() + " is refused in " + from));
    // Only a signal that changed the status gives the reason, not a late answer to an overtaken
    // command.
    String why = reaction.status() == from ? null : signal.reason();
    OrderFact fact =
        new OrderFact(
            id, version + 1, signal.name(), reaction.status(), at, new OrderFact.Data(placed, why));
    apply(fact);
    List<SentCommand> send =
        reaction.send().stream().map(kind -> new SentCommand(id, kind, sentAt)).toList();
    commands.addAll(send);
    return new Step(from, fact, send);
  }

  /** The only method that changes the row, for new events and for a replay of the history alike. */
  private void apply(OrderFact fact) {
    OrderFact.Placed placed = fact.data().placed();
    if (placed != null) {
      userId = placed.userId();
      lines = new OrderLines(placed.lines());
      totalAmount = placed.total().amount();
      currency = placed.total().currency();
      paymentMethod = placed.paymentMethod();
      placedAt = fact.at();
    }
    if (fact.data().reason() != null) {
      reason = fact.data().reason();
    }
    status = fact.status();
    version = fact.seq();
  }

  private SentCommand sent(UUID commandId) {
    return commands().stream()
        .filter(command -> command.commandId().equals(commandId))
        .findFirst()
        .orElseThrow(() -> new SignalRefused(status, "the order never sent " + commandId));
  }

  /**
   * @throws SignalRefused when the order does not wait for it
   */
  public SentCommand awaited(SagaCommand kind) {
    return commands().stream()
        .filter(command -> command.kind() == kind && command.open())
        .findFirst()
        .orElseThrow(() -> new SignalRefused(status, "the order does not wait for " + kind));
  }

  /** The commands without an answer. */
  public Set<SagaCommand> awaiting() {
    Set<SagaCommand> awaiting = EnumSet.noneOf(SagaCommand.class);
    commands().stream().filter(SentCommand::open).forEach(open -> awaiting.add(open.kind()));
    return awaiting;
  }

  public List<SentCommand> commands() {
    if (commands == null) {
      throw new IllegalStateException("the order has not been shown its commands");
    }
    return commands;
  }

  public UUID id() {
    return id;
  }

  public UUID userId() {
    return userId;
  }

  public OrderStatus status() {
    return status;
  }

  public List<OrderLine> lines() {
    return lines.lines();
  }

  /** Units by SKU, repeated lines added up. */
  public Map<String, Integer> units() {
    return lines.units();
  }

  public Money total() {
    return new Money(totalAmount, currency);
  }

  public String paymentMethod() {
    return paymentMethod;
  }

  /** Why it ended early, a stable word; otherwise null. */
  public String reason() {
    return reason;
  }

  public Instant placedAt() {
    return placedAt;
  }

  /** The number of its events so far; serves as ETag. */
  public long version() {
    return version;
  }
}
