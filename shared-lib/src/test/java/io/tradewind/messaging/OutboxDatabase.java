package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of one test, whose outbox nobody else writes to. */
record OutboxDatabase(Infrastructure infrastructure, String name) {

  static OutboxDatabase made(String name) {
    Infrastructure infrastructure = Infrastructure.get();
    infrastructure.makeDatabase(name);
    return new OutboxDatabase(infrastructure, name);
  }

  Connection connect() throws SQLException {
    Connection connection = infrastructure.postgres.connect(name, name);
    connection.setClientInfo("ApplicationName", name);
    return connection;
  }

  Connection owner() throws SQLException {
    return infrastructure.postgres.connect(name, name + "_owner");
  }

  void execute(String sql) {
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  long number(String sql) {
    try (Connection owner = owner();
        Statement statement = owner.createStatement();
        var found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
