package io.tradewind.orders.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.http.ProblemException;
import io.tradewind.orders.entity.OrderStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  @Test
  void aWellFormedTextIsRead() {
    assertThat(Parameters.status("CONFIRMED")).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(Parameters.status(null)).isNull();
    assertThat(Parameters.instant("2026-03-01T12:00:00Z"))
        .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(Parameters.age("60s")).isEqualTo(Duration.ofMinutes(1));
    assertThat(Parameters.position("17")).isEqualTo(17);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "confirmed", "LOST", "CONFIRMED "})
  void anUnknownStatusIsRefused(String text) {
    assertThatThrownBy(() -> Parameters.status(text)).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-03-01",
        "+1000000000-12-31T23:59:59Z",
        "-200000-01-01T00:00:00Z"
      })
  void anInstantThatTheDatabaseCannotHoldIsRefused(String text) {
    assertThatThrownBy(() -> Parameters.instant(text)).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x", "99999999999999999999"})
  void aPositionThatNoHistoryHasIsRefused(String text) {
    assertThatThrownBy(() -> Parameters.position(text)).isInstanceOf(ProblemException.class);
  }
}
