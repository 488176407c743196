package io.tradewind.database;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Checks the limits that the server applies to a connection. Without them the service works until a
 * server is suspended or dies without closing its connections; then the others wait for its locks
 * for hours. A pooler, a custom data source or an older PostgreSQL may have dropped them, so they
 * are queried and missing ones are logged in one line.
 */
final class ConnectionLimits {

  private static final Logger LOG = System.getLogger(ConnectionLimits.class.getName());

  /**
   * Milliseconds, and seconds for the keepalive. Each limit may exceed our default, but not so far
   * that operators see a standstill; the transaction limit ends a transaction before the container
   * does after two minutes.
   */
  private static final String MISSING =
      """
      select string_agg(name || '=' || coalesce(setting, 'unknown'), ', ' order by name)
        from (values ('lock_timeout', 30000),
                     ('idle_in_transaction_session_timeout', 60000),
                     ('transaction_timeout', 120000),
                     ('tcp_keepalives_idle', 60),
                     ('tcp_user_timeout', 60000)) as limited (name, most)
        left join pg_settings using (name)
       where setting is null or setting::bigint not between 1 and most
      """;

  private ConnectionLimits() {}

  static void check(String service, Connection connection) throws SQLException {
    missing(connection)
        .ifPresent(
            missing ->
                LOG.log(
                    Level.WARNING,
                    "{0}: its connections have {1}: the locks of a server that hangs are kept;"
                        + " see DB_OPTIONS",
                    service,
                    missing));
  }

  /** The limits that are missing or too long, as {@code name=value, ...}. */
  static Optional<String> missing(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MISSING);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return Optional.ofNullable(row.getString(1));
    }
  }
}
