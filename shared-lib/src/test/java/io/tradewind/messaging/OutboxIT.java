package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.contracts.payments.PaymentVoided;
import io.tradewind.values.Ids;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxIT {

  private final Infrastructure infrastructure = Infrastructure.get();
  private final JdbcTransactions transactions =
      new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password());

  /** The synchronization of another component may run after the outbox's own. */
  @Test
  void aMessageThatComesAfterTheOthersWereWrittenIsRefusedAndNotLost() throws Exception {
    Registry registry = new Registry();
    Outbox outbox = outbox(registry);
    UUID id = Ids.next();
    transactions.run(
        () -> {
          outbox.add(id, new PaymentVoided(Ids.next(), Ids.next()));
          registry.begun.forEach(Synchronization::beforeCompletion);

          assertThatThrownBy(() -> outbox.add(new PaymentVoided(Ids.next(), Ids.next())))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("written already");
        });
    assertThat(
            infrastructure.number(
                "select count(*) from outbox where message_id = '%s'".formatted(id)))
        .isOne();
  }

  private Outbox outbox(Registry registry) throws ReflectiveOperationException {
    Outbox outbox = new Outbox(transactions, new RelayWakeUp());
    Field injected = Outbox.class.getDeclaredField("registry");
    injected.setAccessible(true);
    injected.set(outbox, registry);
    return outbox;
  }

  /** The container's registry, for one transaction that the test commits. */
  private static final class Registry implements TransactionSynchronizationRegistry {

    private final Map<Object, Object> resources = new HashMap<>();
    private final List<Synchronization> begun = new ArrayList<>();

    @Override
    public Object getTransactionKey() {
      return this;
    }

    @Override
    public void putResource(Object key, Object value) {
      resources.put(key, value);
    }

    @Override
    public Object getResource(Object key) {
      return resources.get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
      begun.add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
      return Status.STATUS_ACTIVE;
    }

    @Override
    public void setRollbackOnly() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean getRollbackOnly() {
      return false;
    }
  }
}
