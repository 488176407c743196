package io.tradewind.orders.control;

import io.tradewind.messaging.Outbox;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SagaSignal.StepOverdue;
import io.tradewind.orders.entity.SentCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends unanswered commands again, always with the same command id, so that a participant that has
 * done it already only repeats its answer. The time begins when the message has left the outbox:
 * until then the delay is our own, and a repeat would not help.
 *
 * <p>Only steps before the pivot are given up, and only after all answers at the broker were
 * handled. An order with parked answers is left alone until an operator has dealt with them.
 */
@ApplicationScoped
public class CommandRetries {

  /** Orders in one transaction, which also bounds what a backlog makes us repeat. */
  private static final int AT_ONCE = 200;

  private static final int LONGEST_FAILURE = 500;

  private static final Map<OrderStatus, SagaCommand> MAY_BE_GIVEN_UP =
      Map.of(
          OrderStatus.AUTHORIZING, SagaCommand.AUTHORIZE_PAYMENT,
          OrderStatus.RESERVING, SagaCommand.RESERVE_STOCK);

  private final Orders orders;
  private final OrderProgress progress;
  private final Outbox outbox;
  private final PendingReplies replies;
  private final SagaMetrics metrics;
  private final Duration stepOverdue;

  /** A sent command older than this may have left the outbox and is written again. */
  private final Duration surelyKept;

  /** Needed by the CDI proxy. */
  CommandRetries() {
    this(null, null, null, null, null, null, Duration.ZERO);
  }

  @Inject
  CommandRetries(
      Orders orders,
      OrderProgress progress,
      Outbox outbox,
      PendingReplies replies,
      SagaMetrics metrics,
      @ConfigProperty(name = "tradewind.saga.step-overdue") Duration stepOverdue,
      @ConfigProperty(name = "tradewind.outbox.keep") Duration messagesKept) {
    this.orders = orders;
    this.progress = progress;
    this.outbox = outbox;
    this.replies = replies;
    this.metrics = metrics;
    this.stepOverdue = stepOverdue;
    this.surelyKept = messagesKept.minusDays(1);
  }

  /**
   * One run.
   *
   * @return the orders that were examined, some of which have moved on
   */
  public Collection<Order> retryOverdue() {
    Instant now = OrderProgress.now();
    return retryOverdue(orders.lockOverdue(now, AT_ONCE).values(), now);
  }

  /** The same for one order, unless another transaction has it locked. */
  public Collection<Order> retryOverdue(UUID id) {
    return retryOverdue(orders.lockIfFree(id).values(), OrderProgress.now());
  }

  /** The orders that a run would examine. */
  public List<UUID> overdue() {
    return orders.overdue(OrderProgress.now(), AT_ONCE);
  }

  /** Postpones an order that cannot be processed, and shows it to operators. */
  public void postpone(UUID id, Throwable failure) {
    String why = String.valueOf(failure);
    orders.postpone(
        id, why.substring(0, Math.min(why.length(), LONGEST_FAILURE)), OrderProgress.now());
  }

  private Collection<Order> retryOverdue(Collection<Order> late, Instant now) {
    if (late.isEmpty()) {
      return late;
    }
    Set<UUID> held = orders.behindParked(late.stream().map(Order::id).toList());
    late.forEach(order -> look(order, held.contains(order.id()), now));
    List<SentCommand> due =
        late.stream()
            .flatMap(order -> order.commands().stream())
            .filter(command -> command.dueBy(now))
            .toList();
    Map<UUID, Instant> left = outbox.sentAt(idsOf(due));
    List<SentCommand> silent =
        due.stream()
            .filter(command -> silent(command, left.get(command.commandId()), now))
            .toList();
    sendAgain(silent, late, now);
    return late;
  }

  /**
   * Sends commands again now, whatever their due time. A command that is still in the outbox is not
   * sent twice.
   *
   * @param step only this, or null for all that the order waits for
   * @return what was sent again
   */
  public List<SentCommand> retryNow(Order order, SagaCommand step) {
    Instant now = OrderProgress.now();
    List<SentCommand> open =
        order.commands().stream()
            .filter(command -> command.open() && (step == null || command.kind() == step))
            .toList();
    Set<UUID> left = outbox.sentAt(idsOf(open)).keySet();
    List<SentCommand> asked =
        open.stream()
            .filter(
                command ->
                    left.contains(command.commandId())
                        || command.sentAt().plus(surelyKept).isBefore(now))
            .toList();
    sendAgain(asked, List.of(order), now);
    return asked;
  }

  private void look(Order order, boolean behindParked, Instant now) {
    List<SentCommand> open = order.commands().stream().filter(SentCommand::open).toList();
    open.forEach(SentCommand::lookedAt);
    if (behindParked) {
      open.forEach(command -> command.answerIsParked(now));
    } else {
      overdueStep(order, now).ifPresent(step -> giveUp(order, step, now));
    }
  }

  private Optional<SentCommand> overdueStep(Order order, Instant now) {
    SagaCommand step = MAY_BE_GIVEN_UP.get(order.status());
    return order.commands().stream()
        .filter(command -> command.kind() == step && command.unansweredFor(stepOverdue, now))
        .findFirst();
  }

  /** While its answer may still be at the broker, the step is neither given up nor sent again. */
  private void giveUp(Order order, SentCommand step, Instant now) {
    if (replies.noneIn(answersTo(step.kind()), step.inDoubtSince())) {
      progress.apply(order, new StepOverdue());
    } else {
      step.postpone(now);
    }
  }

  /** Whether the participant is overdue; if not, the command gets its new due time. */
  private boolean silent(SentCommand command, Instant left, Instant now) {
    if (left != null) {
      command.leftAt(left);
      return command.dueBy(now);
    }
    if (command.sentAt().plus(surelyKept).isBefore(now)) {
      return true;
    }
    command.recheckOnceSent(now);
    return false;
  }

  private void sendAgain(List<SentCommand> silent, Collection<Order> late, Instant now) {
    Set<UUID> kept = new HashSet<>(silent.isEmpty() ? Set.of() : outbox.sendAgain(idsOf(silent)));
    for (SentCommand command : silent) {
      command.sentAgain(now);
      metrics.sentAgain(command);
      if (!kept.contains(command.commandId())) {
        outbox.add(
            command.commandId(), SagaMessages.command(orderOf(command, late), command.kind()));
      }
    }
  }

  private static Order orderOf(SentCommand command, Collection<Order> late) {
    return late.stream()
        .filter(order -> order.id().equals(command.orderId()))
        .findFirst()
        .orElseThrow();
  }

  private static List<UUID> idsOf(List<SentCommand> commands) {
    return commands.stream().map(SentCommand::commandId).toList();
  }

  private static String answersTo(SagaCommand command) {
    return switch (command.participant()) {
      case PAYMENT -> "payment-events";
      case INVENTORY -> "inventory-events";
    };
  }
}
