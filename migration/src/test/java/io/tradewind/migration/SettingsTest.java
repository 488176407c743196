package io.tradewind.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path secrets;

  @Test
  void aSecretIsTheContentOfAFileAndWinsOverTheEnvironment() throws IOException {
    Files.writeString(secrets.resolve("DB_PASSWORD"), "from the file\n");
    var settings =
        new Settings(
            Map.of("VARIABLE_SOURCE_DIRS", "/none:" + secrets, "DB_PASSWORD", "from outside"));

    assertThat(settings.required("DB_PASSWORD", "a password")).isEqualTo("from the file");
  }

  @Test
  void aMissingSettingIsNamedWithItsMeaning() {
    assertThatThrownBy(() -> with("HOST", " ").required("HOST", "the host of PostgreSQL"))
        .hasMessage("HOST is not set: it is the host of PostgreSQL.");
  }

  @Test
  void anAbsurdNumberIsNamedWithWhatWouldDo() {
    for (String absurd : List.of("0", "10", "-1", "many", "1.5", "99999999999")) {
      assertThatThrownBy(() -> with("COPIES", absurd).number("COPIES", 3, 1, 9))
          .hasMessage("COPIES is '" + absurd + "': use a whole number from 1 to 9.");
    }
    assertThat(with("COPIES", " 9 ").number("COPIES", 3, 1, 9)).isEqualTo(9);
    assertThat(with("OTHER", "1").number("COPIES", 3, 1, 9)).isEqualTo(3);
  }

  @Test
  void anAddressIsAHostWithAPort() {
    for (String malformed : List.of("kafka", "http://kafka:9092", "kafka:port", "a:1,,b:2")) {
      assertThatThrownBy(() -> with("BROKERS", malformed).addresses("BROKERS"))
          .hasMessageContaining("BROKERS is '" + malformed + "'");
    }
    assertThat(with("BROKERS", "a:9092, b:9092").addresses("BROKERS")).isEqualTo("a:9092, b:9092");
  }

  @Test
  void aNameThatWouldNeedQuotesIsRefused() {
    assertThatThrownBy(() -> with("ROLE", "orders\"; drop").identifier("ROLE", "orders"))
        .hasMessageContaining("ROLE is");
  }

  @Test
  void aFailureIsOneLineWhateverItsCauseSaid() {
    assertThat(new MigrationFailure("this\n   and\r\nthat ")).hasMessage("this | and | that");
  }

  private static Settings with(String name, String value) {
    return new Settings(Map.of(name, value));
  }
}
