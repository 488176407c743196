package io.tradewind.systemtests.torture;

import io.tradewind.stack.Service;

/**
 * A bug in one service, the fault that exposes it and the expected message.
 *
 * <p>The message is checked too, because a promise broken by something else would prove nothing.
 */
enum PlantedServiceBug {
  NO_DEDUPLICATION(
      Service.NOTIFICATIONS,
      "notification-war",
      "io.tradewind.notifications.control.OrderNotifications",
      "envelope.id(),",
      "java.util.UUID.randomUUID(),",
      Fault.REPEATED_AND_REORDERED,
      Promise.NOTHING_IS_DONE_TWICE,
      "was told 2 times"),
  PUBLISHED_BEFORE_COMMIT(
      Service.ORDERS,
      "shared-lib",
      "io.tradewind.messaging.Outbox",
      "    pending()\n        .add(\n            new OutboxRow(",
      """
          OutboxRow early =
              new OutboxRow(
                  id, null, 0, null, Topic.of(message).topicName(), message.key(), message.type(),
                  Instant.now(), TraceContext.current(), MessageJson.write(message));
          try (Connection own =
              jakarta.enterprise.inject.spi.CDI.current().select(io.tradewind.database.ServiceDatabase.class).get().unpooled()) {
            OutboxTable.insert(own, List.of(early));
            signal.rowsCommitted();
          } catch (SQLException failed) {
            throw DatabaseFailure.unchecked(failed);
          }
          new ArrayList<OutboxRow>()
        .add(
            new OutboxRow(""",
      Fault.KILLED_BEFORE_COMMIT,
      Promise.MONEY_BALANCES,
      "no order has"),
  MARKED_BEFORE_ACKNOWLEDGED(
      Service.ORDERS,
      "shared-lib",
      "io.tradewind.messaging.RelaySession",
      "    batch.add(found.rows());\n",
      "    delivered.add(found.rows());\n    delivered.mark();\n    batch.add(found.rows());\n",
      Fault.KILLED_BETWEEN_COMMIT_AND_PUBLISH,
      Promise.REDIS_AND_THE_BROKERS_DISK_MAY_BE_LOST,
      "on no topic"),
  EXCEPTION_SWALLOWED(
      Service.ORDERS,
      "shared-lib",
      "io.tradewind.messaging.OrderedDelivery",
      "store(connection, message, message.unreadable());",
      "",
      Fault.POISON,
      Promise.ONE_BAD_MESSAGE_STOPS_NOBODY_ELSE,
      "poison that is not parked"),
  SAME_ID_TAKEN_FOR_THE_SAME(
      Service.ORDERS,
      "shared-lib",
      "io.tradewind.messaging.ParkedMessageTable",
      "    insert(connection, channel, message, own, own, cause, requested);\n",
      "",
      Fault.HOSTILE_RECORDS,
      Promise.ONE_BAD_MESSAGE_STOPS_NOBODY_ELSE,
      "hostile record"),
  PUSHED_BEFORE_COMMIT(
      Service.NOTIFICATIONS,
      "notification-war",
      "io.tradewind.notifications.boundary.OrderEvents",
      "afterCommit.run(() -> push(fresh));",
      "push(fresh);",
      Fault.COMMITS_SLOW,
      Promise.NOTHING_IS_DONE_TWICE,
      "before it was stored"),
  DECIDED_IN_REDIS(
      Service.INVENTORY,
      "inventory-war",
      "io.tradewind.inventory.entity.LockedStock",
      "if (stock.available() < line.getValue()) {",
"""
      var shown =
          jakarta.enterprise.inject.spi.CDI.current()
              .select(io.tradewind.inventory.control.RedisStock.class)
              .get()
              .shown(List.of(line.getKey()))
              .get(line.getKey());
      if (shown != null && shown.available() < line.getValue()) {
""",
      Fault.REDIS_EMPTIED,
      Promise.ONE_BAD_MESSAGE_STOPS_NOBODY_ELSE,
      "reserved"),
  RELEASED_TWICE(
      Service.INVENTORY,
      "inventory-war",
      "io.tradewind.inventory.entity.Reservation",
      "      case RESTOCKED, RELEASED -> {}\n      case REJECTED -> lines = UnitsBySku.NONE;\n      case SHIPPED ->",
      "      case RELEASED -> stock.release(lines, orderId);\n      case RESTOCKED, REJECTED -> {}\n      case SHIPPED ->",
      Fault.REPEATED_AND_REORDERED,
      Promise.STOCK_IS_NEVER_OVERSOLD,
      "but reservations hold"),
  A_NEW_KEY_PER_ATTEMPT(
      Service.PAYMENTS,
      "payment-war",
      "io.tradewind.payments.control.ProviderIdentity",
      "    credentials.ifPresent(\n",
      """
          request
              .getHeaders()
              .computeIfPresent(
                  "Idempotency-Key", (name, key) -> java.util.List.of(java.util.UUID.randomUUID().toString()));
          credentials.ifPresent(
      """,
      Fault.PROVIDER_DROPS_ANSWERS,
      Promise.MONEY_BALANCES,
      "with an open authorisation"),
  A_NEW_KEY_PER_PROCESS(
      Service.PAYMENTS,
      "payment-war",
      "io.tradewind.payments.entity.Payment",
      "case AUTHORIZE -> \"authorise-\" + orderId;",
      "case AUTHORIZE -> \"authorise-\" + orderId + \"-\" + ProcessHandle.current().pid();",
      Fault.KILLED_BETWEEN_CALL_AND_RECORD,
      Promise.MONEY_BALANCES,
      "with an open authorisation"),
  REFUNDED_ON_UNKNOWN(
      Service.PAYMENTS,
      "payment-war",
      "io.tradewind.payments.control.RestPaymentGateway",
      "      return findOut(request, noAnswer);\n",
      """
            if (request.action() == OperationKind.CAPTURE) {
              calls.operate(
                  request.orderId().toString(), "refund", "undo-" + request.key(),
                  new Movement(request.amount(), request.currency(), null));
              return new Unknown("given back");
            }
            return findOut(request, noAnswer);
      """,
      Fault.PROVIDER_DROPS_ANSWERS,
      Promise.MONEY_BALANCES,
      "the provider holds 0"),
  PARKED_FOR_A_FAULT_OF_THE_SYSTEM(
      Service.ORDERS,
      "shared-lib",
      "io.tradewind.messaging.FailureKind",
      "return SYSTEM;",
      "return PERMANENT;",
      Fault.GRANT_REVOKED,
      Promise.ONE_BAD_MESSAGE_STOPS_NOBODY_ELSE,
      "permission denied"),
  HELD_AND_NEVER_TRIED_AGAIN(
      Service.INVENTORY,
      "shared-lib",
      "io.tradewind.messaging.RelaySession",
      "batch.add(heldRows.probes(sending, batch.positions()));",
      "",
      Fault.TOPIC_MADE_AGAIN,
      Promise.AN_ACKNOWLEDGED_ORDER_IS_NEVER_LOST_AND_SETTLES,
      "EVERY_EVENT_HAS_LEFT"),
  READ_WITHOUT_A_TRANSACTION(
      Service.NOTIFICATIONS,
      "notification-war",
      "io.tradewind.notifications.control.PushDispatcher",
      "      wanting.addAll(usersWithMore(found));\n",
      """
            wanting.addAll(usersWithMore(found));
            try (java.sql.Connection own =
                    jakarta.enterprise.inject.spi.CDI.current()
                        .select(io.tradewind.database.ServiceDatabase.class).get().pooled().getConnection();
                java.sql.Statement look = own.createStatement()) {
              look.execute("select 1");
            }
      """,
      Fault.CONNECTIONS_CUT,
      Promise.NOTHING_WAITS_IN_SILENCE,
      "NOTIFICATIONS has not got back");

  final Change bug;
  final Fault fault;
  final Promise broken;
  final String evidence;

  PlantedServiceBug(
      Service service,
      String module,
      String type,
      String words,
      String others,
      Fault fault,
      Promise broken,
      String evidence) {
    this.bug = new Change(service, module, type, words, others);
    this.fault = fault;
    this.broken = broken;
    this.evidence = evidence;
  }
}
