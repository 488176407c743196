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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Messages leave with the transaction that decided them, and in no other way: they are written in
 * one statement just before it commits, in the order they were added, and sent by the relay after
 * it.
 *
 * <p>The caller holds the row lock of the message's key (or has just made that row), so the
 * positions drawn here grow, within a key, in the order of the commits.
 */
@ApplicationScoped
public class Outbox {

  /** What a transaction's messages are once they were written. */
  private static final List<OutboxRow> WRITTEN = Collections.unmodifiableList(new ArrayList<>());

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry registry;

  private final Transactions transactions;
  private final OutboxSignal signal;

  /** For the proxy alone. */
  Outbox() {
    this(null, null);
  }

  @Inject
  Outbox(Transactions transactions, OutboxSignal signal) {
    this.transactions = transactions;
    this.signal = signal;
  }

  /**
   * @return the id that the message was given
   * @throws IllegalStateException outside a transaction, or too late in one: its messages were
   *     written already
   */
  public UUID add(Message message) {
    UUID id = Ids.next();
    add(id, message);
    return id;
  }

  /**
   * @param id the message's id, which for a command is its command id
   * @throws IllegalStateException outside a transaction, or too late in one: its messages were
   *     written already
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
   * The answer to a command. However often it is given it is one message: a command that comes
   * again has the answer's row sent again, so that a receiver that keeps it keeps it once.
   *
   * @param command the id of the command that it answers
   * @return the id that the message was given
   * @throws IllegalStateException outside a transaction
   */
  public UUID answer(UUID command, Message answer) {
    UUID id = Ids.derived(command, answer.type());
    add(id, answer);
    return id;
  }

  /**
   * When each of these messages was last sent, by this service's clock; one that is still waiting
   * to be sent is missing.
   */
  public Map<UUID, Instant> sentAt(Collection<UUID> ids) {
    try (Connection connection = transactions.connection()) {
      return OutboxTable.sentAt(connection, ids, Instant.now());
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * Sends these messages once more, as they are. To be called under the row lock of their key, like
   * {@link #add}.
   *
   * @return those that will be sent; the others are no longer kept, or have not left yet
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

  /** The trace that these messages belong to, when they are still kept and were traced. */
  public Optional<String> traceId(Collection<UUID> ids) {
    try (Connection connection = transactions.connection()) {
      return OutboxTable.traceparent(connection, ids).map(TraceContext::traceId);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * Sends everything once more that was sent at or after an instant, in portions and behind the
   * requests that were made before: a broker that lost its disk is filled again from here.
   *
   * @param topic only what goes there, or null for all
   */
  public Resending republishSince(Instant since, String topic) {
    try (Connection connection = transactions.connection()) {
      return Republications.request(connection, since, topic);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * Tries at once what the broker refused, instead of after a while.
   *
   * @param topic only what goes there, or null for all
   * @param key only what has this key, or null for all
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

  /** How much waits, and since when. */
  public OutboxState state() {
    try (Connection connection = transactions.connection()) {
      return OutboxTable.state(connection);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * What the broker has not acknowledged, in the order of the positions.
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

  @SuppressWarnings("unchecked")
  private List<OutboxRow> pending() {
    List<OutboxRow> rows = (List<OutboxRow>) registry.getResource(Outbox.class);
    if (rows == null) {
      rows = new ArrayList<>();
      registry.putResource(Outbox.class, rows);
      registry.registerInterposedSynchronization(new WriteThenRing(rows));
    }
    if (rows == WRITTEN) {
      throw new IllegalStateException(
          "the transaction's messages were written already, just before it commits");
    }
    return rows;
  }

  private void signalAfterCommit() {
    registry.registerInterposedSynchronization(new WriteThenRing(List.of()));
  }

  private final class WriteThenRing implements Synchronization {

    private final List<OutboxRow> rows;

    WriteThenRing(List<OutboxRow> rows) {
      this.rows = rows;
    }

    @Override
    public void beforeCompletion() {
      if (rows.isEmpty()) {
        return;
      }
      registry.putResource(Outbox.class, WRITTEN);
      try (Connection connection = transactions.connection()) {
        OutboxTable.insert(connection, rows);
        LogContext.leaving(rows);
      } catch (SQLException failed) {
        throw DatabaseFailure.unchecked(failed);
      }
    }

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        signal.rowsCommitted();
      }
    }
  }
}
