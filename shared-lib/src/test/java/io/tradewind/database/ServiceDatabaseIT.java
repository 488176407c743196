package io.tradewind.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.messaging.Infrastructure;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class ServiceDatabaseIT {

  private final Infrastructure infrastructure = Infrastructure.get();

  @Test
  void aRelaysSessionThatIsSilentOrCutOffIsEndedByTheServerWithinThirtySeconds() throws Exception {
    try (Connection connection = new ServiceDatabase(config()).unpooled();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select current_setting('idle_session_timeout')::interval <= interval '10 s',
                       current_setting('tcp_user_timeout')::int between 1 and 10000,
                       current_setting('tcp_keepalives_idle')::int
                         + current_setting('tcp_keepalives_count')::int
                           * current_setting('tcp_keepalives_interval')::int between 1 and 15""")) {
      row.next();
      assertThat(row.getBoolean(1)).as("suspended").isTrue();
      assertThat(row.getBoolean(2)).as("gone with an answer under way").isTrue();
      assertThat(row.getBoolean(3)).as("gone").isTrue();
    }
  }

  private Config config() {
    URI database = URI.create(infrastructure.jdbcUrl().substring("jdbc:".length()));
    Map<String, String> settings =
        Map.of(
            "tradewind.service", "messaging",
            "messaging.db.host", database.getHost(),
            "messaging.db.port", Integer.toString(database.getPort()),
            "messaging.db.password", infrastructure.password());
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> {
              String value = settings.get((String) arguments[0]);
              return method.getName().equals("getOptionalValue")
                  ? Optional.ofNullable(value)
                  : value;
            });
  }
}
