package io.tradewind.migration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The migrations and topics that a WAR file needs for its classes. */
public final class War {

  private static final String OWN_SCRIPTS = "WEB-INF/classes/db/migration/";
  private static final String SHARED_SCRIPTS = "db/shared/";
  private static final String TOPICS = "topics.properties";
  private static final String CONFIGURATION =
      "WEB-INF/classes/META-INF/microprofile-config.properties";

  private final Path file;
  private final Map<String, byte[]> scripts = new HashMap<>();
  private final Properties topics = new Properties();
  private final Properties configuration = new Properties();

  private War(Path file) {
    this.file = file;
  }

  public static War read(Path file) {
    var war = new War(file);
    try (var zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        war.take(entry.getName(), zip);
      }
      return war;
    } catch (IOException e) {
      throw new MigrationFailure(file + " cannot be read as a WAR: " + e, e);
    }
  }

  private void take(String name, InputStream content) throws IOException {
    if (name.startsWith("WEB-INF/lib/shared-lib") && name.endsWith(".jar")) {
      takeShared(new ZipInputStream(content));
    } else if (name.equals(CONFIGURATION)) {
      configuration.load(new ByteArrayInputStream(content.readAllBytes()));
    } else {
      takeScript(name, OWN_SCRIPTS, content);
    }
  }

  private void takeShared(ZipInputStream jar) throws IOException {
    for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
      if (entry.getName().equals(TOPICS)) {
        topics.load(new ByteArrayInputStream(jar.readAllBytes()));
      } else {
        takeScript(entry.getName(), SHARED_SCRIPTS, jar);
      }
    }
  }

  private void takeScript(String name, String folder, InputStream content) throws IOException {
    if (name.startsWith(folder) && name.endsWith(".sql")) {
      scripts.put(name.substring(folder.length()), content.readAllBytes());
    }
  }

  /** The name of the service, by default also of its database and role. */
  public String service() {
    String service = configuration.getProperty("tradewind.service");
    if (service == null) {
      throw new MigrationFailure(
          file + " is the WAR of no service: it names no tradewind.service.");
    }
    return service;
  }

  /** All topics of the platform, whichever service uses them. */
  public Topics topics() {
    return Topics.of(topics);
  }

  /** Provides the scripts as files, as Flyway needs them. */
  <T> T withScripts(Function<Path, T> work) {
    try {
      Path folder = Files.createTempDirectory("tradewind-migration-");
      try {
        for (var script : scripts.entrySet()) {
          Files.write(folder.resolve(script.getKey()), script.getValue());
        }
        return work.apply(folder);
      } finally {
        for (String script : scripts.keySet()) {
          Files.deleteIfExists(folder.resolve(script));
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new MigrationFailure("The folder for temporary files cannot be used: " + e, e);
    }
  }
}
