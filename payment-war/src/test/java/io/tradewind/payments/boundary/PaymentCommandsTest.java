package io.tradewind.payments.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.contracts.payments.VoidPayment;
import io.tradewind.messaging.Batch;
import io.tradewind.payments.control.PaymentIntake;
import io.tradewind.values.Ids;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaymentCommandsTest {

  private static final int SLOTS = 10;

  private final WorkerWakeUp signal = new WorkerWakeUp();
  private final ProviderCallPool pool =
      new ProviderCallPool(null, signal, 4, SLOTS - 4, Duration.ofSeconds(30));
  private final PaymentWorker worker =
      new PaymentWorker() {
        @Override
        int reserve(int wanted) {
          return pool.reserve(wanted);
        }
      };
  private final PaymentCommands commands =
      new PaymentCommands(new PaymentIntake() {}, new EarlyCalls() {}, worker, pool, signal);

  /** A transaction that its time-out has marked for rollback does this. */
  @Test
  void aTransactionThatTakesNoSynchronizationCostsNoSlot() {
    commands.registry =
        (TransactionSynchronizationRegistry)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("marked for rollback");
                });

    assertThatThrownBy(() -> commands.handle(Batch.of(new VoidPayment(Ids.next()))))
        .hasMessage("marked for rollback");
    assertThat(pool.reserve(2 * SLOTS)).isEqualTo(SLOTS);
  }
}
