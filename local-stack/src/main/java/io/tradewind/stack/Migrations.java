package io.tradewind.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * A service's schema, migrated before its server starts: Liberty runs consumers before code in the
 * WAR could do it. The scripts come out of the WAR itself, so that they always fit its classes.
 */
public final class Migrations {

  private static final String OWN = "WEB-INF/classes/db/migration/";
  private static final String SHARED = "db/shared/";

  private Migrations() {}

  /**
   * Brings the database of the service to the schema of the WAR file; does nothing when it is
   * there.
   */
  public static void apply(Path war, LocalPostgres postgres, String service) {
    QuietLibraries.now();
    String owner = service + "_owner";
    try {
      Path scripts = Files.createTempDirectory("tradewind-" + service + "-migrations");
      try {
        extract(war, scripts);
        Flyway.configure()
            .dataSource(postgres.jdbcUrl(service), owner, postgres.password(owner))
            .locations("filesystem:" + scripts)
            .placeholders(Map.of("runtime_role", service))
            .loggers("slf4j")
            .load()
            .migrate();
      } finally {
        Folders.delete(scripts);
      }
    } catch (FlywayException | IOException e) {
      throw new StartFailure(
          "The schema of %s cannot be brought up to date (%s): mend the migration, or start over with -Dfresh."
              .formatted(service, e.getMessage().strip().replaceAll("\\R+", " | ")),
          e);
    }
  }

  private static void extract(Path war, Path target) throws IOException {
    try (var zip = new ZipInputStream(Files.newInputStream(war))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.startsWith("WEB-INF/lib/shared-lib") && name.endsWith(".jar")) {
          extractSql(new ZipInputStream(zip), SHARED, target);
        } else {
          copySql(name, OWN, zip, target);
        }
      }
    }
  }

  private static void extractSql(ZipInputStream jar, String folder, Path target)
      throws IOException {
    for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
      copySql(entry.getName(), folder, jar, target);
    }
  }

  private static void copySql(String name, String folder, InputStream content, Path target)
      throws IOException {
    if (name.startsWith(folder) && name.endsWith(".sql")) {
      Files.copy(content, target.resolve(Path.of(name).getFileName().toString()));
    }
  }
}
