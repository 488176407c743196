package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.database.DatabaseFailure;
import io.tradewind.database.Transactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Answers already given, by command id: a command that comes again changes nothing and is answered
 * again. For consumers whose own tables have no natural key that says so.
 */
@ApplicationScoped
public class Inbox {

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry registry;

  private final Transactions transactions;

  /** For the proxy alone. */
  Inbox() {
    this(null);
  }

  @Inject
  Inbox(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The stored answers to those of these commands that have been handled; one query. */
  public Map<UUID, Message> answered(Collection<UUID> commandIds) {
    String sql = "select command_id, type, answer from inbox where command_id = any (?::uuid[])";
    try (Connection connection = transactions.connection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, connection.createArrayOf("uuid", commandIds.toArray()));
      Map<UUID, Message> answers = new HashMap<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          answers.put(found.getObject(1, UUID.class), read(found.getString(2), found.getString(3)));
        }
      }
      return answers;
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /** Written with the current transaction, all of its answers in one statement. */
  @SuppressWarnings("unchecked")
  public void store(UUID commandId, Message answer) {
    Map<UUID, Message> answers = (Map<UUID, Message>) registry.getResource(Inbox.class);
    if (answers == null) {
      answers = new LinkedHashMap<>();
      registry.putResource(Inbox.class, answers);
      registry.registerInterposedSynchronization(new Write(answers));
    }
    answers.put(commandId, answer);
  }

  private static Message read(String type, String json) {
    for (Topic topic : Topic.values()) {
      var record = topic.messageOf(type);
      if (record.isPresent()) {
        return MessageJson.read(record.get(), json);
      }
    }
    throw new IllegalStateException("the inbox holds an answer of unknown type " + type);
  }

  private final class Write implements Synchronization {

    private final Map<UUID, Message> answers;

    Write(Map<UUID, Message> answers) {
      this.answers = answers;
    }

    @Override
    public void beforeCompletion() {
      String sql =
          """
          insert into inbox (command_id, type, answer)
          select * from unnest(?::uuid[], ?::text[], ?::text[])""";
      try (Connection connection = transactions.connection();
          PreparedStatement insert = connection.prepareStatement(sql)) {
        insert.setArray(1, connection.createArrayOf("uuid", answers.keySet().toArray()));
        insert.setArray(2, OutboxTable.array(connection, "text", answers.values(), Message::type));
        insert.setArray(
            3, OutboxTable.array(connection, "text", answers.values(), MessageJson::write));
        insert.executeUpdate();
      } catch (SQLException failed) {
        throw DatabaseFailure.unchecked(failed);
      }
    }

    @Override
    public void afterCompletion(int status) {
      // Nothing is left to do: the answers were written, or rolled back with everything else.
    }
  }
}
