package io.tradewind.notifications.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.http.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamPositionTest {

  @Test
  void aNumberIsTakenAndNothingMeansFromTheStart() {
    assertThat(StreamPosition.of(null)).isZero();
    assertThat(StreamPosition.of("0")).isZero();
    assertThat(StreamPosition.of("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anythingElseIsTheClientsMistake() {
    for (String text : List.of("", "-1", "1.5", "x", "9223372036854775808", "1e3", " 1")) {
      assertThatThrownBy(() -> StreamPosition.of(text)).isInstanceOf(ProblemException.class);
    }
  }
}
