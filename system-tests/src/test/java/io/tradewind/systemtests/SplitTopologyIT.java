package io.tradewind.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.Topology;
import io.tradewind.systemtests.books.Books;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One server per WAR, as in production: the same WARs, the same fragments, the same outcome. */
class SplitTopologyIT {

  @Test
  void anOrderIsConfirmedAcrossFiveServers() throws Exception {
    try (Stack stack = Stack.forTests().topology(Topology.SPLIT).start();
        TraceReceiver none = new TraceReceiver()) {
      Platform platform = Platform.over(stack, none);
      String sku = platform.staff().product(100, 5);
      Customer customer = platform.customer();
      try (NotificationStream stream = customer.listens(0)) {
        UUID order = customer.orders(sku, 1, "pm_ok");

        assertThat(stream.await("OrderConfirmed", order.toString(), Duration.ofSeconds(60)))
            .isNotNull();
        assertThat(stack.server(Service.ORDERS)).isNotSameAs(stack.server(Service.USERS));
      }
      Books books = platform.audit();
      assertThat(books.balance()).as(books.toString()).isTrue();
    }
  }
}
