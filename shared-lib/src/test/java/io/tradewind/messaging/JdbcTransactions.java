package io.tradewind.messaging;

import io.tradewind.database.Transactions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The container's transactions in plain JDBC: one connection per thread and transaction. */
final class JdbcTransactions implements Transactions {

  private final String url;
  private final Properties properties = new Properties();
  private final ThreadLocal<Connection> current = new ThreadLocal<>();

  JdbcTransactions(String url, String user, String password) {
    this.url = url;
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
  }

  @Override
  public void run(Work work) throws Exception {
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      connection.setAutoCommit(false);
      current.set(connection);
      try {
        work.run();
        connection.commit();
      } catch (Throwable failed) {
        rollBack(connection);
        throw failed;
      }
    } finally {
      current.remove();
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException gone) {
      // The server rolled back when it lost the connection.
    }
  }

  /** The transaction's own connection; closing it leaves it open, as in a container. */
  @Override
  public Connection connection() {
    Connection connection = current.get();
    if (connection == null) {
      throw new IllegalStateException("not in a transaction");
    }
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            return null;
          }
          try {
            return method.invoke(connection, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        };
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }
}
