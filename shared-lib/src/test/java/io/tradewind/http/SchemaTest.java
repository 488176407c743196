package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaTest {

  @Test
  void everyVersionedMigrationOfTheWarAndOfTheSharedOnesIsNeeded() {
    Set<String> paths =
        Set.of(
            "/WEB-INF/classes/db/migration/V001__orders.sql",
            "/WEB-INF/classes/db/migration/V010__notes.sql",
            "db/shared/V000_2__more.sql",
            "/WEB-INF/classes/db/migration/flyway.location",
            "/WEB-INF/classes/db/migration/R__view.sql");
    assertThat(Schema.versions(paths)).containsExactlyInAnyOrder("1", "10", "0.2");
  }

  @Test
  void aVersionIsTheSameInANameAndInTheHistory() {
    assertThat(Schema.plain("000_2")).isEqualTo(Schema.plain("000.2")).isEqualTo("0.2");
  }
}
