package io.tradewind.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The data, secrets and logs of one stack; one stack at a time may use it. */
final class DataFolder implements AutoCloseable {

  /** The content that {@code -Dfresh} deletes; unpacked programs stay. */
  private static final List<String> CONTENT =
      List.of(
          "postgresql",
          "kafka",
          "redis",
          "provider",
          "liberty",
          "mail",
          "logs",
          "secrets.properties");

  private final Path folder;
  private final boolean temporary;
  private boolean evidence;
  private final FileChannel channel;
  private final Secrets secrets;

  private DataFolder(Path folder, boolean temporary, FileChannel channel) {
    this.folder = folder;
    this.temporary = temporary;
    this.channel = channel;
    this.secrets = new Secrets(folder.resolve("secrets.properties"));
  }

  static DataFolder temporary() {
    try {
      return open(Files.createTempDirectory("tradewind-"), true, false);
    } catch (IOException e) {
      throw new StartFailure("No temporary folder can be made: " + e.getMessage(), e);
    }
  }

  static DataFolder kept(Path folder, boolean fresh) {
    return open(folder.toAbsolutePath().normalize(), false, fresh);
  }

  private static DataFolder open(Path folder, boolean temporary, boolean fresh) {
    try {
      Files.createDirectories(folder);
      // logs and databases are private too
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      var channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new StartFailure(
            "Another Tradewind runs on "
                + folder
                + ": stop it, or choose -Ddata.dir=FOLDER and other ports.");
      }
      if (fresh) {
        for (String name : CONTENT) {
          Folders.delete(folder.resolve(name));
        }
      }
      return new DataFolder(folder, temporary, channel);
    } catch (IOException e) {
      throw new StartFailure(
          "Cannot write to %s (%s): give this user write permission, or choose -Ddata.dir=FOLDER."
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path log(String name) {
    return folder.resolve("logs").resolve(name + ".log");
  }

  Secrets secrets() {
    return secrets;
  }

  /** True only at the first call for this data. */
  boolean isAdminNews() {
    if (secrets.knows("admin.announced")) {
      return false;
    }
    secrets.set("admin.announced", "true");
    return true;
  }

  /** The first admin's password: from the environment, or generated once and stored. */
  String adminPassword() {
    String given = System.getenv("TRADEWIND_ADMIN_PASSWORD");
    if (given != null && !given.isBlank() && !temporary) {
      if (!given.equals(secrets.get("admin"))) {
        secrets.set("admin", given);
      }
      return given;
    }
    return secrets.get("admin");
  }

  /**
   * After a failed start: keeps the logs that its message names, and nothing else of a temporary
   * folder.
   */
  void keep() {
    evidence = true;
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (temporary && evidence) {
        Folders.deleteAllBut("logs", folder);
      } else if (temporary) {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw new StartFailure("Cannot tidy up " + folder + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
