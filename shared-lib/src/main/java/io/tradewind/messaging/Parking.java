package io.tradewind.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** What waits for an operator: messages that could not be handled, and those behind them. */
@ApplicationScoped
public class Parking {

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
   * In the order in which they were stored.
   *
   * @param channel only of this channel, or null for all
   * @param after the position of the last one seen, 0 for the start
   */
  public List<ParkedMessage> list(String channel, long after, int limit) {
    try (Connection connection = transactions.connection()) {
      return ParkedTable.list(connection, channel, after, limit);
    } catch (SQLException failed) {
      throw Databases.unchecked(failed);
    }
  }

  /**
   * Asks whoever serves the channel to handle a key's messages again, from the first on.
   *
   * @return how many messages wait on the key
   */
  public int replayKey(String channel, String key) {
    return request(channel, key, null);
  }

  /**
   * Asks for one message that waits alone, because it has no key.
   *
   * @return 1, or 0 when it does not wait
   */
  public int replayOne(String channel, UUID id) {
    return request(channel, null, id);
  }

  private int request(String channel, String key, UUID id) {
    try (Connection connection = transactions.connection()) {
      return ParkedTable.requestReplay(connection, channel, key, id);
    } catch (SQLException failed) {
      throw Databases.unchecked(failed);
    }
  }
}
