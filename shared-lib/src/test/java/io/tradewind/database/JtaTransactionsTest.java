package io.tradewind.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

class JtaTransactionsTest {

  /** A connection that breaks outside a transaction stays in the pool of a managed thread. */
  @Test
  void aConnectionIsRefusedOutsideATransaction() {
    assertThatThrownBy(() -> in(Status.STATUS_NO_TRANSACTION).connection())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside a transaction");
  }

  /** There is no pool here, so it asks in vain. */
  @Test
  void aConnectionIsAskedForInsideATransaction() {
    assertThatThrownBy(() -> in(Status.STATUS_ACTIVE).connection())
        .isInstanceOf(SQLTransientConnectionException.class);
  }

  private static JtaTransactions in(int status) {
    JtaTransactions transactions = new JtaTransactions();
    transactions.registry =
        (TransactionSynchronizationRegistry)
            Proxy.newProxyInstance(
                JtaTransactionsTest.class.getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class},
                (proxy, method, arguments) -> status);
    return transactions;
  }
}
