package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.Port;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** An existing Liberty server with another application, run by Liberty's own script. */
final class ExistingServer implements AutoCloseable {

  /**
   * Uses HTTP/1.1, because a server that is not configured for HTTP/2 loses the first request of a
   * client that asks for it.
   */
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path liberty;
  private final Path user;
  private final Map<String, String> environment;
  private final int port = Port.freeNumber();

  ExistingServer(Path liberty, Path user, Map<String, String> environment) {
    this.liberty = liberty;
    this.user = user;
    this.environment = environment;
  }

  /** Starts the server with one page at /neighbour. */
  void start() throws IOException {
    Path page = Files.createDirectories(folder().resolve("apps/neighbour.war"));
    Files.writeString(page.resolve("index.html"), "I was here before.");
    configure("");
    server("start");
  }

  /** Writes server.xml: the administrator's addition and what was there before. */
  void configure(String addition) throws IOException {
    Files.writeString(
        folder().resolve("server.xml"),
        """
        <server>
          <featureManager>
            <feature>servlet-6.1</feature>
          </featureManager>
          <httpEndpoint id="defaultHttpEndpoint" host="localhost" httpPort="%d" httpsPort="-1"/>
          <webApplication location="neighbour.war" contextRoot="/neighbour"/>
        %s</server>
        """
            .formatted(port, addition));
  }

  /** Unpacks a delivery into the server's user folder. */
  void unzip(Path zip) throws IOException {
    try (var entries = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path target = user.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          write(entries, target);
        }
      }
    }
  }

  /** Keeps a file that exists, because two deliveries share their libraries. */
  private static void write(InputStream content, Path target) throws IOException {
    if (!Files.exists(target)) {
      Files.createDirectories(target.getParent());
      Files.copy(content, target);
    }
  }

  String address() {
    return "http://localhost:" + port;
  }

  int port() {
    return port;
  }

  /** Returns the status of the answer; 0 for none. */
  int get(String path) {
    return send(request(path).build()).map(HttpResponse::statusCode).orElse(0);
  }

  String page(String path) {
    return send(request(path).build()).map(HttpResponse::body).orElse("");
  }

  int post(String path, String json) {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    return send(request).map(HttpResponse::statusCode).orElse(0);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(10));
  }

  private static Optional<HttpResponse<String>> send(HttpRequest request) {
    try {
      return Optional.of(HTTP.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The server's log since its start. */
  String messages() throws IOException {
    return Files.readString(folder().resolve("logs/messages.log"));
  }

  private Path folder() {
    return user.resolve("servers/existing");
  }

  private void server(String command) throws IOException {
    var builder =
        new ProcessBuilder(liberty.resolve("bin/server").toString(), command, "existing")
            .redirectErrorStream(true)
            .redirectOutput(user.resolve(command + ".log").toFile());
    builder.environment().putAll(environment);
    builder.environment().put("WLP_USER_DIR", user.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.onExit().completeOnTimeout(null, 90, TimeUnit.SECONDS).join())
        .as("server " + command)
        .isNotNull();
    assertThat(process.exitValue()).as("server " + command).isZero();
  }

  @Override
  public void close() throws IOException {
    server("stop");
  }
}
