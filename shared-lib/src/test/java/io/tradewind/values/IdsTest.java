package io.tradewind.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

  @Test
  void idsDerivedFromTheSameSourceAreEqual() {
    UUID command = Ids.next();
    UUID answer = Ids.derived(command, "PaymentAuthorized.v1");
    assertThat(Ids.derived(command, "PaymentAuthorized.v1")).isEqualTo(answer);
    assertThat(Ids.derived(command, "PaymentDeclined.v1")).isNotEqualTo(answer);
    assertThat(Ids.derived(Ids.next(), "PaymentAuthorized.v1")).isNotEqualTo(answer);
  }

  @Test
  void aDerivedIdIsAUuidThatBeginsLikeItsOrigin() {
    UUID command = Ids.next();
    UUID answer = Ids.derived(command, "PaymentAuthorized.v1");
    assertThat(answer.toString().substring(0, 13)).isEqualTo(command.toString().substring(0, 13));
    assertThat(answer.version()).isEqualTo(8);
    assertThat(answer.variant()).isEqualTo(2);
  }
}
