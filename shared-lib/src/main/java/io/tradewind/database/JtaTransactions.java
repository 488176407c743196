package io.tradewind.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;

/** The container's transactions; a handler's own {@code @Transactional} joins them. */
@ApplicationScoped
class JtaTransactions implements Transactions {

  @Resource(lookup = "java:comp/UserTransaction")
  UserTransaction userTransaction;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry registry;

  private final DataSource dataSource;

  /** Needed by the CDI proxy. */
  JtaTransactions() {
    this(null);
  }

  @Inject
  JtaTransactions(ServiceDatabase database) {
    this.dataSource = database == null ? null : database.pooled();
  }

  @Override
  public void run(Work work) throws Exception {
    try {
      userTransaction.begin();
    } catch (NotSupportedException | SystemException | RuntimeException failed) {
      throw new TransientFailure("no transaction can begin", failed);
    }
    boolean done = false;
    try {
      work.run();
      done = true;
    } finally {
      if (!done) {
        rollBack();
      }
    }
    userTransaction.commit();
  }

  private void rollBack() throws Exception {
    if (userTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
      userTransaction.rollback();
    }
  }

  @Override
  public Connection connection() throws SQLException {
    if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
      throw new IllegalStateException("a connection is only given inside a transaction");
    }
    try {
      return dataSource.getConnection();
    } catch (SQLException | RuntimeException failed) {
      throw new SQLTransientConnectionException("no connection", failed);
    }
  }
}
