package io.tradewind.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {

  @Test
  void everyVersionedMigrationOfTheWarAndOfTheSharedOnesIsNeeded() {
    Set<String> paths =
        Set.of(
            "/WEB-INF/classes/db/migration/V001__orders.sql",
            "/WEB-INF/classes/db/migration/V010__notes.sql",
            "db/shared/V000_2__more.sql",
            "/WEB-INF/classes/db/migration/flyway.location",
            "/WEB-INF/classes/db/migration/R__view.sql");
    assertThat(SchemaCheck.versions(paths)).containsExactlyInAnyOrder("1", "10", "0.2");
  }

  @Test
  void aVersionIsTheSameInANameAndInTheHistory() {
    assertThat(SchemaCheck.plain("000_2")).isEqualTo(SchemaCheck.plain("000.2")).isEqualTo("0.2");
  }
}
