package io.tradewind.orders.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.inventory.InventoryEvent;
import io.tradewind.contracts.payments.PaymentEvent;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SagaRepliesTest {

  @Test
  void everyPaymentAnswerIsHeardUnderItsOwnName() throws ReflectiveOperationException {
    for (Class<?> type : PaymentEvent.class.getPermittedSubclasses()) {
      PaymentEvent event = (PaymentEvent) one(type);
      assertThat(SagaReplies.signalOf(event).name()).isEqualTo(type.getSimpleName());
    }
  }

  @Test
  void everyStockAnswerIsHeardUnderItsOwnName() throws ReflectiveOperationException {
    for (Class<?> type : InventoryEvent.class.getPermittedSubclasses()) {
      InventoryEvent event = (InventoryEvent) one(type);
      assertThat(SagaReplies.signalOf(event).name()).isEqualTo(type.getSimpleName());
    }
  }

  private static Object one(Class<?> type) throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(
        Arrays.stream(types)
            .map(component -> component == long.class ? (Object) 1L : null)
            .toArray());
  }
}
