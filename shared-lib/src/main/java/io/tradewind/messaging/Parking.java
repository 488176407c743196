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
 * What waits for an operator: messages that could not be handled, and those behind them. Whoever
 * takes a message out or puts one in holds the lock of its key, as arrivals and replays do.
 */
@ApplicationScoped
public class Parking {

  /** Says of a corrected message which parked one it stands for. */
  static final String CORRECTS = "tradewind_corrects";

  private final Transactions transactions;

  /** For the proxy alone. */
  Parking() {
    this(null);
  }

  @Inject
  Parking(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * What an operator looks for; null does not narrow.
   *
   * @param cause a part of the cause's text
   */
  public record Search(String channel, String key, String cause) {

    /** What waits on a key; on any channel when that is null. */
    public static Search key(String channel, String key) {
      return new Search(channel, key, null);
    }
  }

  /** A statement or two within the current transaction. */
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
    return run(connection -> ParkedRows.list(connection, search, after, limit));
  }

  public Optional<ParkedContent> find(UUID id) {
    return run(connection -> ParkedRows.find(connection, id));
  }

  /**
   * Asks whoever serves the channel to handle what fits again, and with each what waits on its key,
   * from the first on: within a key nothing overtakes.
   *
   * @return how many messages will be handled
   */
  public int replay(Search search) {
    return run(connection -> ParkedRows.requestReplay(connection, search));
  }

  /** The same for one message, and those of its key. */
  public int replay(UUID id) {
    return run(connection -> ParkedRows.requestReplay(connection, id));
  }

  /**
   * Takes a message out for good and asks for those behind it, which waited for nothing else. It is
   * remembered as long as it could be sent again, and passed over when it is.
   *
   * @return what it was; nothing when it does not wait any more
   */
  public Optional<ParkedContent> discard(UUID id) {
    return run(
        connection -> {
          Optional<ParkedContent> found = locked(connection, id);
          if (found.isPresent()) {
            ParkedMessage gone = found.get().message();
            takeOut(connection, gone);
            if (gone.key() != null) {
              ParkedRows.requestReplay(connection, Search.key(gone.channel(), gone.key()));
            }
          }
          return found;
        });
  }

  /**
   * Puts a new message into the place of one that waits, and asks for it. It keeps its message id:
   * by that a repeated delivery is told, and a command is answered.
   *
   * @param type CloudEvents type, or null to keep the old one
   * @return the new message; nothing when the old one does not wait any more
   * @throws UnreadableMessage when it is not what the channel carries, or is another key's
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
          ParkedRows.replace(
              connection, wrong.message(), newId, corrected(wrong, newType, key, payload));
          ParkedRows.requestReplay(connection, newId);
          return ParkedRows.find(connection, newId);
        });
  }

  private static void takeOut(Connection connection, ParkedMessage gone) throws SQLException {
    Optional<ParkedTable.Waiting> whole = ParkedTable.alone(connection, gone.channel(), gone.id());
    if (whole.isPresent()) {
      RemovedTable.remember(connection, gone.channel(), whole.get().message());
      ParkedTable.remove(connection, List.of(gone.id()));
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

  /** What the envelope lacked is made up for, so that the message can be read. */
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

  /** The message as it is once its key's lock is had; it may have been handled meanwhile. */
  private static Optional<ParkedContent> locked(Connection connection, UUID id)
      throws SQLException {
    Optional<ParkedContent> found = ParkedRows.find(connection, id);
    if (found.isEmpty()) {
      return found;
    }
    lock(connection, found.get().message().channel(), found.get().message().key());
    return ParkedRows.find(connection, id);
  }

  private static void lock(Connection connection, String channel, String key) throws SQLException {
    if (key != null) {
      ParkedTable.lock(connection, channel, new TreeSet<>(Set.of(key)));
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
