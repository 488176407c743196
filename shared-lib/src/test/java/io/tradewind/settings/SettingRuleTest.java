package io.tradewind.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingRuleTest {

  @Test
  void aSecretIsMissingOrTooShortAndNeverQuoted() {
    assertThat(objection("secret of 16 characters", null))
        .contains("is not set: it is a secret of 16 characters");
    assertThat(objection("secret of 16 characters", "hush"))
        .contains("is too short: it is a secret of 16 characters");
    assertThat(objection("secret of 16 characters", "0123456789abcdef")).isEmpty();
    assertThat(objection("optional secret", null)).isEmpty();
  }

  @Test
  void anAbsurdNumberIsRefused() {
    for (String absurd : new String[] {"0", "1001", "-5", "many", "1.5", "99999999999999999999"}) {
      assertThat(objection("1..1000 calls", absurd))
          .contains("is '" + absurd + "': use 1..1000 calls");
    }
    assertThat(objection("1..1000 calls", "1000")).isEmpty();
    assertThat(objection("-1..65535", "-1")).isEmpty();
    assertThat(objection("1..1000 calls", null)).isEmpty();
  }

  @Test
  void anAbsurdDurationIsRefused() {
    for (String absurd : new String[] {"PT0S", "PT2H", "30", "half an hour", "-PT1S"}) {
      assertThat(objection("PT0.1S..PT1H", absurd)).isPresent();
    }
    assertThat(objection("PT0.1S..PT1H", "PT0.1S")).isEmpty();
    assertThat(objection("PT0S..P7D", "P7D")).isEmpty();
  }

  @Test
  void aMalformedAddressIsRefused() {
    for (String malformed :
        new String[] {"nowhere", "http:/one-slash", "ftp://a", "http://", "h t"}) {
      assertThat(objection("URL", malformed)).isPresent();
    }
    assertThat(objection("URL", "https://shop.example:8443/base")).isEmpty();
    assertThat(objection("URLs", "http://a, https://b")).isEmpty();
    assertThat(objection("URLs", "http://a, b")).isPresent();
    assertThat(objection("host:port", "kafka")).isPresent();
    assertThat(objection("host:port", "a:9092, b:9092")).isEmpty();
    assertThat(objection("host", "db.example")).isEmpty();
    assertThat(objection("host", "http://db")).isPresent();
    assertThat(objection("file", "/no/such/file")).isPresent();
  }

  @Test
  void aWordIsOneOfThoseThatAreListed() {
    assertThat(objection("true or false", "false")).isEmpty();
    assertThat(objection("true or false", "yes")).contains("is 'yes': use true or false");
  }

  @Test
  void aRuleThatNobodyUnderstandsIsAMistakeOfOurs() {
    assertThatThrownBy(() -> objection("nice", "x")).hasMessageContaining("'nice'");
  }

  private static Optional<String> objection(String rule, String value) {
    return new SettingRule(rule).objectionTo(Optional.ofNullable(value));
  }
}
