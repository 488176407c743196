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

  private final WorkBell bell = new WorkBell();
  private final ProviderCallers callers =
      new ProviderCallers(null, bell, 4, SLOTS - 4, Duration.ofSeconds(30));
  private final ProviderWorkers workers =
      new ProviderWorkers() {
        @Override
        int reserve(int wanted) {
          return callers.reserve(wanted);
        }
      };
  private final PaymentCommands commands =
      new PaymentCommands(new PaymentIntake() {}, workers, callers, bell);

  /** As a transaction does that its time-out has marked to be rolled back. */
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

    assertThatThrownBy(() -> commands.take(Batch.of(new VoidPayment(Ids.next()))))
        .hasMessage("marked for rollback");
    assertThat(callers.reserve(2 * SLOTS)).isEqualTo(SLOTS);
  }
}
