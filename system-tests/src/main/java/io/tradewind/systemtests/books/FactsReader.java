package io.tradewind.systemtests.books;

import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.systemtests.books.Facts.Acknowledged;
import io.tradewind.systemtests.books.Facts.Charge;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads the facts of a running stack: its five databases with SQL, the provider over HTTP. */
public final class FactsReader {

  /** Counts unsent outbox rows, plus one for each republication that has not reached its end. */
  private static final String UNSENT =
      "select (select count(*) from outbox where sent_at is null)"
          + " + (select count(*) from outbox_republication where reached_at is null)";

  private static final String PARKED = "select key from parked_message where key is not null";

  private final Stack stack;
  private final ProviderLedger provider;

  public FactsReader(Stack stack) {
    this.stack = stack;
    this.provider = new ProviderLedger(stack.provider().url());
  }

  /**
   * Audits a system that is no longer in use. Repeats the audit until the books balance or the
   * time-out has passed, because acknowledged work may still be in progress.
   */
  public Books auditAtRest(Collection<Acknowledged> acknowledged, Duration patience)
      throws SQLException, IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Books books = Books.audit(read(acknowledged));
    while (!books.balance() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      books = Books.audit(read(acknowledged));
    }
    return books;
  }

  public Facts read(Collection<Acknowledged> acknowledged)
      throws SQLException, IOException, InterruptedException {
    try (Connection orders = open(Service.ORDERS);
        Connection payments = open(Service.PAYMENTS);
        Connection inventory = open(Service.INVENTORY);
        Connection notifications = open(Service.NOTIFICATIONS)) {
      return new Facts(
          List.copyOf(acknowledged),
          OrderTables.orders(orders),
          OrderTables.histories(orders),
          OtherTables.payments(payments),
          provider.charges(),
          OtherTables.stocks(inventory),
          OtherTables.movements(inventory),
          OtherTables.reservations(inventory),
          OtherTables.notifications(notifications),
          parkedKeys(),
          unsent());
    }
  }

  /** The orders that the provider has authorised and payments does not know to be. */
  public Set<UUID> unrecordedAuthorisations()
      throws SQLException, IOException, InterruptedException {
    Set<UUID> unrecorded = new HashSet<>();
    for (Charge charge : provider.charges()) {
      if (charge.operation().equals("AUTHORISE")) {
        unrecorded.add(charge.orderId());
      }
    }
    try (Connection payments = open(Service.PAYMENTS)) {
      OtherTables.payments(payments).stream()
          .filter(payment -> payment.authorised() > 0)
          .map(Facts.Payment::orderId)
          .forEach(unrecorded::remove);
    }
    return unrecorded;
  }

  private Set<String> parkedKeys() throws SQLException {
    Set<String> keys = new HashSet<>();
    for (Service service : Service.values()) {
      try (Connection connection = open(service)) {
        keys.addAll(Rows.of(connection, PARKED, row -> row.getString(1)));
      }
    }
    return keys;
  }

  private long unsent() throws SQLException {
    long unsent = 0;
    for (Service service : Service.values()) {
      try (Connection connection = open(service)) {
        unsent += Rows.of(connection, UNSENT, row -> row.getLong(1)).get(0);
      }
    }
    return unsent;
  }

  private Connection open(Service service) throws SQLException {
    return stack.postgres().superuser(service.id());
  }
}
