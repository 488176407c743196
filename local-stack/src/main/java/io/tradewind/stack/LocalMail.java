package io.tradewind.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server that delivers nothing: it writes each mail to a file, for people and tests to read.
 * It runs in this process, because it needs none of its own.
 */
public final class LocalMail implements AutoCloseable {

  /** Referenced here, because the JDK's logging discards loggers without a reference. */
  private static final Logger QUIET = Logger.getLogger("org.subethamail");

  private final Path folder;
  private final int port;
  private final AtomicLong taken = new AtomicLong();
  private SMTPServer server;

  LocalMail(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public void start() {
    QUIET.setLevel(Level.WARNING);
    server =
        SMTPServer.port(port)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandler((session, from, to, letter) -> keep(to, letter))
            .build();
    server.start();
  }

  public Path folder() {
    return folder;
  }

  /** All mails to this address so far, the oldest first. */
  public List<String> letters(String to) {
    try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(suffix(to)))
          .sorted(Comparator.comparing(Path::getFileName))
          .map(LocalMail::text)
          .toList();
    } catch (IOException e) {
      throw new StartFailure("Cannot read " + folder, e);
    }
  }

  private void keep(String to, byte[] letter) {
    try {
      Files.createDirectories(folder);
      String name =
          "%015d-%06d%s".formatted(System.currentTimeMillis(), taken.incrementAndGet(), suffix(to));
      Path draft = Files.createTempFile(folder, "letter", ".new");
      Files.write(draft, letter);
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartFailure("Cannot write to " + folder, e);
    }
  }

  private static String suffix(String to) {
    return "-" + to.replaceAll("[^A-Za-z0-9@.+-]", "_") + ".eml";
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StartFailure("Cannot read " + file, e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
  }

  @Override
  public String toString() {
    return "the mail server";
  }
}
