package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaTest {

  @Test
  void theHighestMigrationOfTheWarIsNeeded() {
    Set<String> paths =
        Set.of(
            "/WEB-INF/classes/db/migration/V001__orders.sql",
            "/WEB-INF/classes/db/migration/V010__notes.sql",
            "/WEB-INF/classes/db/migration/V009_2__more.sql",
            "/WEB-INF/classes/db/migration/flyway.location",
            "/WEB-INF/classes/db/migration/R__view.sql");
    assertThat(Schema.highest(paths)).hasValue(10);
  }

  @Test
  void aWarWithoutMigrationsNeedsNone() {
    assertThat(Schema.highest(null)).isEmpty();
  }
}
