package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.database.DatabaseFailure;
import io.tradewind.database.Transactions;
import io.tradewind.values.Ids;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Messages leave only through the transaction that decided them: one statement writes them just
 * before the commit, in the order in which they were added, together with the {@linkplain
 * PendingChanges rows} that they tell of, and the relay sends them after it.
 *
 * <p>The caller holds the row lock of the message's key, or has just inserted that row, so within a
 * key the positions grow in commit order.
 */
@ApplicationScoped
public class Outbox {

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry registry;

  private final Transactions transactions;
  private final RelayWakeUp signal;

  /** Needed by the CDI proxy. */
  Outbox() {
    this(null, null);
  }

  @Inject
  Outbox(Transactions transactions, RelayWakeUp signal) {
    this.transactions = transactions;
    this.signal = signal;
  }

  /**
   * @return the id of the message
   * @throws IllegalStateException outside a transaction, or after the messages of the transaction
   *     were written
   */
  public UUID add(Message message) {
    UUID id = Ids.next();
    add(id, message);
    return id;
  }

  /**
   * @param id the message's id, which for a command is its command id
   * @throws IllegalStateException outside a transaction, or after the messages of the transaction
   *     were written
   */
  public void add(UUID id, Message message) {
    pending()
        .add(
            new OutboxRow(
                id,
                null,
                0,
                null,
                Topic.of(message).topicName(),
                message.key(),
                message.type(),
                Instant.now(),
                TraceContext.current(),
                MessageJson.write(message)));
  }

  /**
   * The changes of this kind that the current transaction will write together with its messages.
   *
   * @param none makes the first, empty one
   * @throws IllegalStateException outside a transaction, or after the transaction's changes were
   *     written
   */
  public <C extends PendingChanges> C changes(Class<C> kind, Supplier<C> none) {
    return pending().changes(kind, none);
  }

  /** Writes what is pending, for a caller that reads it back in the same transaction. */
  public void flush() {
    pending().write();
  }

  /**
   * Adds the answer to a command. The same answer has the same id, however often it is added: a
   * repeated command sends the existing row again, so a consumer that stores answers stores it
   * once.
   *
   * @param command the id of the command that it answers
   * @return the id of the message
   * @throws IllegalStateException outside a transaction
   */
  public UUID answer(UUID command, Message answer) {
    UUID id = Ids.derived(command, answer.type());
    add(id, answer);
    return id;
  }

  /**
   * When each of these messages was last sent, by this service's clock; unsent messages are
   * missing.
   */
  public Map<UUID, Instant> sentAt(Collection<UUID> ids) {
    try (Connection connection = transactions.connection()) {
      return OutboxTable.sentAt(connection, ids, Instant.now());
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * Sends these messages once more, unchanged. Call it under the row lock of their key, like {@link
   * #add}.
   *
   * @return those that will be sent; the others are no longer stored, or not sent yet
   */
  public Collection<UUID> sendAgain(Collection<UUID> ids) {
    try (Connection connection = transactions.connection()) {
      Collection<UUID> found = OutboxTable.sendAgain(connection, ids);
      if (!found.isEmpty()) {
        signalAfterCommit();
      }
      return found;
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /** The trace of these messages, if they are still stored and were traced. */
  public Optional<String> traceId(Collection<UUID> ids) {
    try (Connection connection = transactions.connection()) {
      return OutboxTable.traceparent(connection, ids).map(TraceContext::traceId);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * Sends every message again that was sent at or after an instant, in portions and behind earlier
   * requests, to refill a broker that lost its disk.
   *
   * @param topic only messages of this topic, or null for all
   */
  public RepublishEstimate republishSince(Instant since, String topic) {
    try (Connection connection = transactions.connection()) {
      return RepublishRequests.request(connection, since, topic);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * Retries at once what the broker refused, instead of after a pause.
   *
   * @param topic only messages of this topic, or null for all
   * @param key only messages of this key, or null for all
   * @return how many messages will be tried
   */
  public int redrive(String topic, String key) {
    try (Connection connection = transactions.connection()) {
      signalAfterCommit();
      return OutboxTable.redrive(connection, topic, key);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /** The size and age of the backlog. */
  public OutboxState state() {
    try (Connection connection = transactions.connection()) {
      return OutboxTable.state(connection);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * The messages that the broker has not acknowledged, ordered by position.
   *
   * @param heldOnly only what the broker refused
   * @param after the position of the last one seen, 0 for the start
   */
  public List<UnsentMessage> unsent(boolean heldOnly, long after, int limit) {
    try (Connection connection = transactions.connection()) {
      return OutboxTable.listUnsent(connection, heldOnly, after, limit);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  private Pending pending() {
    Pending pending = (Pending) registry.getResource(Outbox.class);
    if (pending == null) {
      pending = new Pending();
      registry.putResource(Outbox.class, pending);
      registry.registerInterposedSynchronization(pending);
    }
    return pending;
  }

  private void signalAfterCommit() {
    pending().signals = true;
  }

  /** What one transaction has not written yet. */
  private final class Pending implements Synchronization {

    private final List<OutboxRow> rows = new ArrayList<>();
    private final Map<Class<?>, PendingChanges> changes = new LinkedHashMap<>();
    private boolean signals;
    private boolean over;

    private void add(OutboxRow row) {
      refuseWhenOver();
      rows.add(row);
      signals = true;
    }

    private <C extends PendingChanges> C changes(Class<C> kind, Supplier<C> none) {
      refuseWhenOver();
      return kind.cast(changes.computeIfAbsent(kind, any -> none.get()));
    }

    private void refuseWhenOver() {
      if (over) {
        throw new IllegalStateException(
            "the transaction's messages were written already, just before it commits");
      }
    }

    private void write() {
      List<PendingChanges> changed =
          changes.values().stream().filter(change -> !change.isEmpty()).toList();
      if (rows.isEmpty() && changed.isEmpty()) {
        return;
      }
      try (Connection connection = transactions.connection()) {
        OutboxTable.insert(connection, rows, changed);
        LogContext.leaving(rows);
        rows.clear();
        changed.forEach(PendingChanges::written);
      } catch (SQLException failed) {
        throw DatabaseFailure.unchecked(failed);
      }
    }

    @Override
    public void beforeCompletion() {
      over = true;
      write();
    }

    @Override
    public void afterCompletion(int status) {
      if (signals && status == Status.STATUS_COMMITTED) {
        signal.rowsCommitted();
      }
    }
  }
}
