package io.tradewind.orders.boundary;

import io.tradewind.contracts.users.UserErased;
import io.tradewind.contracts.users.UserEvent;
import io.tradewind.http.idempotency.Idempotency;
import io.tradewind.messaging.Batch;
import io.tradewind.orders.control.Orders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Erases what a customer typed, also in stored answers, when their account is erased; the orders
 * stay.
 */
@ApplicationScoped
public class Erasures {

  @Inject Orders orders;
  @Inject Idempotency idempotency;

  @Incoming("user-events")
  @Transactional
  public void handle(Batch<UserEvent> batch) {
    Set<UUID> erased = new HashSet<>();
    batch.each(
        message -> {
          if (message.data() instanceof UserErased user) {
            erased.add(user.userId());
          }
        });
    if (!erased.isEmpty()) {
      orders.forgetWordsOf(erased);
      idempotency.forget(erased);
    }
  }
}
