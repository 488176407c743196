package io.tradewind.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionLimitsIT {

  private static final Path FRAGMENT =
      Path.of("../liberty-config/src/main/liberty/fragments/database.xml");
  private static final String SERVICE = "limits";

  @TempDir static Path folder;
  private static LocalPostgres postgres;

  @BeforeAll
  static void start() {
    postgres = LocalPostgres.start(folder);
    postgres.createDatabase(SERVICE);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void theChartsDefaultsAreAllThatTheServersNeed() throws Exception {
    assertThat(missing(defaultOptions())).isEmpty();
  }

  @Test
  void aConnectionWithoutOptionsLacksThemAll() throws SQLException {
    assertThat(missing(""))
        .hasValueSatisfying(
            missing ->
                assertThat(missing)
                    .contains("idle_in_transaction_session_timeout=0")
                    .contains("lock_timeout=0")
                    .contains("tcp_keepalives_idle=")
                    .contains("tcp_user_timeout=0")
                    .contains("transaction_timeout=0"));
  }

  @Test
  void aLimitThatIsTakenAwayIsNamedAlone() throws Exception {
    assertThat(missing(defaultOptions() + " -c lock_timeout=0")).contains("lock_timeout=0");
  }

  private static Optional<String> missing(String options) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", SERVICE);
    properties.setProperty("password", postgres.password(SERVICE));
    properties.setProperty("options", options);
    try (Connection connection =
        DriverManager.getConnection(postgres.jdbcUrl(SERVICE), properties)) {
      return ConnectionLimits.missing(connection);
    }
  }

  private static String defaultOptions() throws IOException {
    Matcher options =
        Pattern.compile("name=\"DB_OPTIONS\" defaultValue=\"([^\"]+)\"")
            .matcher(Files.readString(FRAGMENT));
    assertThat(options.find()).isTrue();
    return options.group(1);
  }
}
