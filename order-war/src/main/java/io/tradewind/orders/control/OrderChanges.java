package io.tradewind.orders.control;

import io.tradewind.database.ArrayParameters;
import io.tradewind.database.TrackedRows;
import io.tradewind.messaging.PendingChanges;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.SentCommand;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The orders that a transaction has locked or placed, and what has changed since: their rows, new
 * events of their histories, new commands, and the states of older ones.
 */
final class OrderChanges implements PendingChanges {

  /** A command's attempts never decrease: it may have been read just before another was counted. */
  private static final String EXPRESSIONS =
      """
      event as (
        insert into order_event (order_id, seq, type, status, at, data)
        select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[],
                             ?::jsonb[])),
      placed as (
        insert into orders (id, user_id, status, lines, total_amount, currency, payment_method,
                            reason, placed_at, version)
        select * from unnest(?::uuid[], ?::uuid[], ?::text[], ?::jsonb[], ?::bigint[], ?::text[],
                             ?::text[], ?::text[], ?::timestamptz[], ?::bigint[])),
      moved as (
        update orders o set status = m.status, reason = m.reason, version = m.version
          from unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[])
               as m(id, status, reason, version)
         where o.id = m.id),
      sent as (
        insert into saga_command (order_id, kind, command_id, sent_at, due_at, attempts, answered_at,
                                  held_at, failure, failures)
        select * from unnest(?::uuid[], ?::text[], ?::uuid[], ?::timestamptz[], ?::timestamptz[],
                             ?::int[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::int[])),
      command as (
        update saga_command c
           set due_at = m.due_at, attempts = greatest(c.attempts, m.attempts),
               answered_at = m.answered_at, held_at = m.held_at, failure = m.failure,
               failures = m.failures
          from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::int[], ?::timestamptz[],
                      ?::timestamptz[], ?::text[], ?::int[])
               as m(order_id, kind, due_at, attempts, answered_at, held_at, failure, failures)
         where c.order_id = m.order_id and c.kind = m.kind)""";

  private final TrackedRows<Order, Long> orders = new TrackedRows<>(Order::version);
  private final TrackedRows<SentCommand, SentCommand.State> commands =
      new TrackedRows<>(SentCommand::state);
  private final List<OrderFact> events = new ArrayList<>();

  void locked(Collection<Order> locked) {
    orders.read(locked);
    locked.forEach(order -> commands.read(order.commands()));
  }

  void placed(Order order) {
    orders.created(order);
  }

  void happened(OrderFact event) {
    events.add(event);
  }

  /** The new ones are found at the orders that have sent them. */
  private void trackNewCommands() {
    orders.all().stream()
        .flatMap(order -> order.commands().stream())
        .filter(command -> !commands.contains(command))
        .toList()
        .forEach(commands::created);
  }

  @Override
  public boolean isEmpty() {
    trackNewCommands();
    return events.isEmpty() && orders.isUnchanged() && commands.isUnchanged();
  }

  @Override
  public String expressions() {
    return EXPRESSIONS;
  }

  @Override
  public void bind(ArrayParameters parameters) throws SQLException {
    parameters
        .add("uuid", events, OrderFact::orderId)
        .add("int8", events, OrderFact::seq)
        .add("text", events, OrderFact::type)
        .add("text", events, OrderFact::status)
        .add("timestamptz", events, OrderFact::at)
        .add("jsonb", events, event -> StoredJson.write(event.data()));
    List<Order> placed = orders.created();
    parameters
        .add("uuid", placed, Order::id)
        .add("uuid", placed, Order::userId)
        .add("text", placed, Order::status)
        .add("jsonb", placed, order -> StoredJson.write(order.lines()))
        .add("int8", placed, order -> order.total().amount())
        .add("text", placed, order -> order.total().currency())
        .add("text", placed, Order::paymentMethod)
        .add("text", placed, Order::reason)
        .add("timestamptz", placed, Order::placedAt)
        .add("int8", placed, Order::version);
    List<Order> moved = orders.changed();
    parameters
        .add("uuid", moved, Order::id)
        .add("text", moved, Order::status)
        .add("text", moved, Order::reason)
        .add("int8", moved, Order::version);
    List<SentCommand> fresh = commands.created();
    parameters
        .add("uuid", fresh, SentCommand::orderId)
        .add("text", fresh, SentCommand::kind)
        .add("uuid", fresh, SentCommand::commandId)
        .add("timestamptz", fresh, SentCommand::sentAt);
    bindStates(parameters, fresh);
    List<SentCommand> changed = commands.changed();
    parameters.add("uuid", changed, SentCommand::orderId).add("text", changed, SentCommand::kind);
    bindStates(parameters, changed);
  }

  private static void bindStates(ArrayParameters parameters, Collection<SentCommand> commands)
      throws SQLException {
    List<SentCommand.State> states = commands.stream().map(SentCommand::state).toList();
    parameters
        .add("timestamptz", states, SentCommand.State::dueAt)
        .add("int4", states, SentCommand.State::attempts)
        .add("timestamptz", states, SentCommand.State::answeredAt)
        .add("timestamptz", states, SentCommand.State::answerParkedAt)
        .add("text", states, SentCommand.State::failure)
        .add("int4", states, SentCommand.State::failures);
  }

  @Override
  public void written() {
    events.clear();
    orders.written();
    commands.written();
  }
}
