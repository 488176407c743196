package io.tradewind.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * Passwords of this data folder: generated on first use and stored in a file that only its owner
 * can read.
 */
final class Secrets {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Properties values = new Properties();

  Secrets(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        values.load(reader);
      } catch (IOException e) {
        throw new StartFailure("Cannot read " + file + ": give this user read permission.", e);
      }
    }
  }

  synchronized boolean knows(String name) {
    return values.containsKey(name);
  }

  synchronized String get(String name) {
    if (!knows(name)) {
      byte[] bytes = new byte[18];
      RANDOM.nextBytes(bytes);
      set(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return values.getProperty(name);
  }

  synchronized void set(String name, String value) {
    values.setProperty(name, value);
    try {
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      try (var writer = Files.newBufferedWriter(file)) {
        values.store(writer, "Made at first start. Whoever reads this owns the local stack.");
      }
    } catch (IOException e) {
      throw new StartFailure("Cannot write " + file + ": give this user write permission.", e);
    }
  }

  @Override
  public String toString() {
    return "Secrets[" + file + "]";
  }
}
