package io.tradewind.systemtests.driver;

import io.tradewind.stack.LocalPostgres;
import io.tradewind.stack.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of one service's database at one moment, stored in that database and restored with SQL.
 */
public record DatabaseCopy(LocalPostgres postgres, Service service) {

  private static final String TABLES =
      """
      select quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
         and c.relname <> 'flyway_schema_history'
       order by 1
      """;

  /** Copies all tables as of the same moment. */
  public static DatabaseCopy of(LocalPostgres postgres, Service service) throws SQLException {
    try (Connection database = postgres.superuser(service.id());
        Statement statement = database.createStatement()) {
      database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      database.setAutoCommit(false);
      statement.execute("drop schema if exists kept cascade");
      statement.execute("create schema kept");
      statement.execute(
          "create table kept.sequences as select sequencename, last_value from pg_sequences"
              + " where schemaname = 'public' and last_value is not null");
      for (String table : tables(statement)) {
        statement.execute("create table kept." + table + " as table public." + table);
      }
      database.commit();
    }
    return new DatabaseCopy(postgres, service);
  }

  /** Restores the database to the copy; nobody may be using it. */
  public void putBack() throws SQLException {
    try (Connection database = postgres.superuser(service.id());
        Statement statement = database.createStatement()) {
      database.setAutoCommit(false);
      statement.execute("set session_replication_role = replica");
      List<String> tables = tables(statement);
      statement.execute("truncate " + String.join(", ", tables));
      for (String table : tables) {
        statement.execute(
            "insert into public." + table + " overriding system value table kept." + table);
      }
      statement.execute(
          "select setval(quote_ident(sequencename)::regclass, last_value) from kept.sequences");
      statement.execute("drop schema kept cascade");
      database.commit();
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
