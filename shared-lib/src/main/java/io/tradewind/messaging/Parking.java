package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.database.DatabaseFailure;
import io.tradewind.database.Transactions;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The parked messages: those that could not be handled, and those behind them. Whoever removes or
 * replaces one holds the lock of its key, as arrivals and replays do.
 */
@ApplicationScoped
public class Parking {

  /** Names the parked message that a corrected one replaces. */
  static final String CORRECTS = "tradewind_corrects";

  private final Transactions transactions;

  /** Needed by the CDI proxy. */
  Parking() {
    this(null);
  }

  @Inject
  Parking(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * An operator's search; null does not narrow it.
   *
   * @param cause a part of the cause's text
   */
  public record Search(String channel, String key, String cause) {

    /** The messages of a key, of any channel when that is null. */
    public static Search key(String channel, String key) {
      return new Search(channel, key, null);
    }
  }

  /** SQL within the current transaction. */
  @FunctionalInterface
  private interface Statements<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * In the order in which they were stored.
   *
   * @param after the position of the last one seen, 0 for the start
   */
  public List<ParkedMessage> list(Search search, long after, int limit) {
    return run(connection -> ParkedMessageQueries.list(connection, search, after, limit));
  }

  public Optional<ParkedContent> find(UUID id) {
    return run(connection -> ParkedMessageQueries.find(connection, id));
  }

  /**
   * Requests a replay of what matches, and of all that waits on the same keys, each key from its
   * first message on, in order.
   *
   * @return how many messages will be handled
   */
  public int replay(Search search) {
    return run(connection -> ParkedMessageQueries.requestReplay(connection, search));
  }

  /** Requests a replay of one message and of its key. */
  public int replay(UUID id) {
    return run(connection -> ParkedMessageQueries.requestReplay(connection, id));
  }

  /**
   * Discards a message and requests a replay of those behind it, which waited for nothing else. Its
   * id is kept for as long as it could be sent again, so that a redelivery is ignored.
   *
   * @return what it was; empty when it no longer waits
   */
  public Optional<ParkedContent> discard(UUID id) {
    return run(
        connection -> {
          Optional<ParkedContent> found = locked(connection, id);
          if (found.isPresent()) {
            ParkedMessage gone = found.get().message();
            takeOut(connection, gone);
            if (gone.key() != null) {
              ParkedMessageQueries.requestReplay(
                  connection, Search.key(gone.channel(), gone.key()));
            }
          }
          return found;
        });
  }

  /**
   * Replaces a waiting message and requests its replay. The new one keeps the message id, by which
   * duplicates are recognised and commands are answered.
   *
   * @param type CloudEvents type, or null to keep the old one
   * @return the new message; empty when the old one no longer waits
   * @throws UnreadableMessage when it is not a message of the channel, or has another key
   */
  public Optional<ParkedContent> correct(UUID id, String type, String payload) {
    return run(
        connection -> {
          Optional<ParkedContent> found = locked(connection, id);
          if (found.isEmpty()) {
            return found;
          }
          ParkedContent wrong = found.get();
          String newType = type == null ? wrong.message().type() : type;
          String key = read(wrong.message(), newType, payload).key();
          lock(connection, wrong.message().channel(), key);
          UUID newId = Ids.next();
          takeOut(connection, wrong.message());
          ParkedMessageQueries.replace(
              connection, wrong.message(), newId, corrected(wrong, newType, key, payload));
          ParkedMessageQueries.requestReplay(connection, newId);
          return ParkedMessageQueries.find(connection, newId);
        });
  }

  private static void takeOut(Connection connection, ParkedMessage gone) throws SQLException {
    Optional<ParkedMessageTable.Waiting> whole =
        ParkedMessageTable.alone(connection, gone.channel(), gone.id());
    if (whole.isPresent()) {
      RemovedTable.remember(connection, gone.channel(), whole.get().message());
      ParkedMessageTable.remove(connection, List.of(gone.id()));
    }
  }

  private static Message read(ParkedMessage wrong, String type, String payload) {
    Class<? extends Message> record =
        Topic.named(wrong.channel())
            .messageOf(type == null ? "" : type)
            .orElseThrow(
                () -> new UnreadableMessage(wrong.channel() + " does not carry type " + type));
    Message message;
    String key;
    try {
      message = MessageJson.read(record, payload);
      key = message.key();
    } catch (RuntimeException unreadable) {
      throw new UnreadableMessage("the payload is no " + type, unreadable);
    }
    if (wrong.key() != null && !wrong.key().equals(key)) {
      throw new UnreadableMessage("the payload belongs to " + key + ", not to " + wrong.key());
    }
    return message;
  }

  /** Adds what the envelope lacked, so that the message can be read. */
  private static RawMessage corrected(
      ParkedContent wrong, String type, String key, String payload) {
    Map<String, String> headers = new LinkedHashMap<>(wrong.headers());
    if (Ids.parse(headers.get(Headers.ID)).isEmpty()) {
      headers.put(Headers.ID, Ids.next().toString());
    }
    headers.putIfAbsent(Headers.TIME, Instant.now().toString());
    headers.put(Headers.TYPE, type);
    headers.put(CORRECTS, wrong.message().id().toString());
    return new RawMessage(
        wrong.message().messageId(), key, headers, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the message again under the lock of its key: it may have been handled meanwhile. */
  private static Optional<ParkedContent> locked(Connection connection, UUID id)
      throws SQLException {
    Optional<ParkedContent> found = ParkedMessageQueries.find(connection, id);
    if (found.isEmpty()) {
      return found;
    }
    lock(connection, found.get().message().channel(), found.get().message().key());
    return ParkedMessageQueries.find(connection, id);
  }

  private static void lock(Connection connection, String channel, String key) throws SQLException {
    if (key != null) {
      ParkedMessageTable.lock(connection, channel, new TreeSet<>(Set.of(key)));
    }
  }

  private <T> T run(Statements<T> statements) {
    try (Connection connection = transactions.connection()) {
      return statements.on(connection);
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }
}
