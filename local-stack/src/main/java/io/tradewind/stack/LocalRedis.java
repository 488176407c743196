package io.tradewind.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server on this machine. It may lose its last second, or everything: it contains only a
 * view that is rebuilt from PostgreSQL.
 */
public final class LocalRedis extends LocalPart {

  private final Path folder;
  private final Path log;
  private final int port;
  private final String password;
  private final Path program;

  LocalRedis(Path folder, Path log, int port, String password, Checkout checkout) {
    super("Redis", Duration.ofSeconds(5));
    this.folder = folder;
    this.log = log;
    this.port = port;
    this.password = password;
    this.program = programIn(checkout.runtime());
  }

  /** A server on a free port with its data in the given folder, already started. */
  public static LocalRedis start(Path folder) {
    var redis =
        new LocalRedis(
            folder.resolve("redis"),
            folder.resolve("logs/redis.log"),
            Port.freeNumber(),
            new Secrets(folder.resolve("redis-secrets.properties")).get("redis"),
            Checkout.find());
    redis.start();
    return redis;
  }

  @Override
  Child begin() {
    try {
      Files.createDirectories(folder);
      Path configuration = folder.resolve("redis.conf");
      Files.deleteIfExists(configuration);
      Files.createFile(
          configuration,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(configuration, configuration());
      return Child.start(
          "Redis",
          folder,
          log,
          "TERM",
          Map.of(),
          List.of(program.toString(), configuration.toString()));
    } catch (IOException e) {
      throw new StartFailure("Cannot write to " + folder + ": give this user write permission.", e);
    }
  }

  @Override
  void awaitReady(Child begun) {
    begun.await(Duration.ofSeconds(20), this::answers);
  }

  private String configuration() {
    return """
        bind 127.0.0.1
        port %d
        dir %s
        requirepass %s
        appendonly yes
        appendfsync everysec
        save ""
        maxmemory 128mb
        maxmemory-policy noeviction
        """
        .formatted(port, folder, password);
  }

  private boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2000);
      socket
          .getOutputStream()
          .write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      var answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
    } catch (IOException e) {
      return false;
    }
  }

  private static synchronized Path programIn(Path folder) {
    Path target = folder.resolve("redis-server");
    try {
      if (!Files.exists(target)) {
        Files.createDirectories(folder);
        Path draft = Files.createTempDirectory(folder, "redis-");
        Path unpacked = ExecutableProvider.newJarResourceProvider(draft.toFile()).get().toPath();
        Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(draft);
      }
      return target;
    } catch (IOException e) {
      throw new StartFailure("Cannot unpack Redis into " + folder + ": " + e.getMessage(), e);
    }
  }

  public int port() {
    return port;
  }

  public String password() {
    return password;
  }
}
