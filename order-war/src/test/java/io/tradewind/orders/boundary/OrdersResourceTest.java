package io.tradewind.orders.boundary;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OrdersResourceTest {

  /** There is no queue here, so reaching it would be a different failure. */
  @Test
  void aCustomerWhoMayNotOrderIsNotQueued() {
    OrderEligibility closed = OrderEligibilityTest.admission(true, false);
    OrdersResource orders = new OrdersResource(null, null, null, null, null, null, null, closed);

    assertThatThrownBy(() -> orders.place("a key", null))
        .hasMessageContaining("verify the e-mail address");
  }
}
