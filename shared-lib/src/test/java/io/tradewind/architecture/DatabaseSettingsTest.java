package io.tradewind.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks settings whose absence shows only with many rows or with two replicas. */
class DatabaseSettingsTest {

  private static final Path ROOT = Path.of("..");

  @Test
  void entitiesAreWrittenInBatchesAndRememberedByNoReplica() throws Exception {
    for (String module : List.of("user-war", "order-war", "payment-war", "inventory-war")) {
      assertThat(ROOT.resolve(module).resolve("src/main/resources/META-INF/persistence.xml"))
          .content()
          .contains("<shared-cache-mode>NONE</shared-cache-mode>")
          .contains("name=\"eclipselink.jdbc.batch-writing\" value=\"JDBC\"");
    }
  }

  @Test
  void everyDataSourceSendsABatchInOneStatementAndTextAsJson() throws IOException {
    try (var fragments = Files.list(ROOT.resolve("liberty-config/src/main/liberty/fragments"))) {
      assertThat(fragments.filter(file -> file.toString().endsWith("-database.xml")))
          .hasSize(5)
          .allSatisfy(
              fragment ->
                  assertThat(fragment)
                      .content()
                      .contains("reWriteBatchedInserts=\"true\"")
                      .contains("stringType=\"unspecified\""));
    }
  }

  @Test
  void everyDataSourceBoundsWhatItsConnectionsHold() throws IOException {
    try (var fragments = Files.list(ROOT.resolve("liberty-config/src/main/liberty/fragments"))) {
      assertThat(fragments.filter(file -> file.toString().endsWith("-database.xml")))
          .hasSize(5)
          .allSatisfy(
              fragment ->
                  assertThat(fragment)
                      .content()
                      .contains("/fragments/database.xml")
                      .contains("options=\"${DB_OPTIONS}\""));
    }
  }
}
