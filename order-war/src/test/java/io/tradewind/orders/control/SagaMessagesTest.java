package io.tradewind.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.inventory.ReserveStock;
import io.tradewind.contracts.inventory.StockLine;
import io.tradewind.contracts.payments.AuthorizePayment;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderLines;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.values.Ids;
import io.tradewind.values.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SagaMessagesTest {

  private final UUID customer = Ids.next();
  private final Order order = anOrder();

  @Test
  void everyCommandGoesToItsParticipantUnderTheOrdersKey() {
    for (SagaCommand kind : SagaCommand.values()) {
      var message = SagaMessages.command(order, kind);
      assertThat(message.key()).isEqualTo(order.id().toString());
      assertThat(message.getClass().getPackageName())
          .endsWith(
              switch (kind.participant()) {
                case PAYMENT -> "payments";
                case INVENTORY -> "inventory";
              });
    }
  }

  @Test
  void thePaymentIsForTheWholeOrder() {
    assertThat(SagaMessages.command(order, SagaCommand.AUTHORIZE_PAYMENT))
        .isEqualTo(new AuthorizePayment(order.id(), customer, 3500, "EUR", "pm_ok"));
  }

  @Test
  void repeatedLinesAreReservedTogether() {
    assertThat(SagaMessages.command(order, SagaCommand.RESERVE_STOCK))
        .isEqualTo(
            new ReserveStock(
                order.id(), List.of(new StockLine("TEA-001", 3), new StockLine("TEA-002", 1))));
  }

  @Test
  void theWorldHearsOfEverySettledStatus() {
    for (OrderStatus status : OrderStatus.values()) {
      boolean told = status.settled() || status == OrderStatus.AUTHORIZING;
      assertThat(SagaMessages.event(order, status).isPresent()).as(status.name()).isEqualTo(told);
    }
  }

  private Order anOrder() {
    OrderLine two = new OrderLine("TEA-001", "Earl Grey", 2, new Money(1000, "EUR"));
    OrderLine other = new OrderLine("TEA-002", "Assam", 1, new Money(500, "EUR"));
    OrderLine one = new OrderLine("TEA-001", "Earl Grey", 1, new Money(1000, "EUR"));
    return Order.place(
        Ids.next(),
        customer,
        new OrderLines(List.of(two, other, one)),
        "pm_ok",
        Instant.now(),
        new ArrayList<>());
  }
}
