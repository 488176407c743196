package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresIT {

  @TempDir static Path folder;
  private static LocalPostgres postgres;

  @BeforeAll
  static void start() {
    postgres = LocalPostgres.start(folder);
    postgres.createDatabase("shop");
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void everyCommitIsOnDisk() {
    assertThat(postgres.setting("fsync")).isEqualTo("on");
    assertThat(postgres.setting("synchronous_commit")).isEqualTo("on");
    assertThat(postgres.setting("full_page_writes")).isEqualTo("on");
  }

  @Test
  void theServerListensOnTheLoopbackInterfaceOnly() {
    assertThat(postgres.setting("listen_addresses")).isEqualTo("127.0.0.1");
  }

  @Test
  void theRuntimeRoleMayNotChangeTheSchema() throws SQLException {
    try (Connection runtime = postgres.connect("shop", "shop");
        var statement = runtime.createStatement()) {
      assertThatThrownBy(() -> statement.execute("CREATE TABLE mine (id int)"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aServiceCannotOpenTheDatabaseOfAnother() {
    postgres.createDatabase("neighbour");
    assertThatThrownBy(() -> postgres.connect("neighbour", "shop").close())
        .hasMessageContaining("permission denied for database");
  }

  @Test
  void committedMessagesSurviveAKill() throws SQLException {
    try (Connection owner = postgres.connect("shop", "shop_owner");
        var statement = owner.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
    }
    postgres.kill();
    postgres.start();
    try (Connection owner = postgres.connect("shop", "shop_owner");
        var statement = owner.createStatement();
        var rows = statement.executeQuery("SELECT answer FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }
  }
}
