package io.tradewind.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FramesTest {

  private static final String ID = "0199b1c2-7d6e-7c3a-8a4f-0123456789ab";

  @Test
  void aConfirmationNamesItsOrder() {
    String frame =
        "{\"seq\":7,\"type\":\"OrderConfirmed\",\"data\":{\"orderId\": \"%s\",\"amount\":1}}"
            .formatted(ID);

    assertThat(Frames.confirmedOrder(frame)).contains(ID);
  }

  @Test
  void aFrameSaysWhereToGoOn() {
    assertThat(Frames.sequence("{\"seq\": 1207,\"type\":\"OrderConfirmed\"}")).isEqualTo(1207);
  }

  @Test
  void anotherNotificationConfirmsNothing() {
    String frame = "{\"seq\":7,\"type\":\"OrderRejected\",\"data\":{\"orderId\":\"%s\"}}";

    assertThat(Frames.confirmedOrder(frame.formatted(ID))).isEmpty();
  }
}
