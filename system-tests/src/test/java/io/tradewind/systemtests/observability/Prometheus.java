package io.tradewind.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.RawHttp;
import io.tradewind.systemtests.driver.RawHttp.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Prometheus for the tests, with our rules, our scrape configuration and another target. */
final class Prometheus implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(30);

  private final Process process;
  private final RawHttp http;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.http = new RawHttp(path -> URI.create("http://localhost:" + port));
  }

  /**
   * @param folder for its data and its log
   * @param target the host and port to scrape, every second
   */
  static Prometheus scraping(Path folder, String target) throws IOException {
    int port = freePort();
    Path configuration = Files.writeString(folder.resolve("prometheus.yml"), pointedAt(target));
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Prometheus prometheus = new Prometheus(process, port);
    prometheus.awaitReady();
    return prometheus;
  }

  /** Runs promtool, which must find no error. */
  static void promtool(Redirect input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectInput(input).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }

  private static String pointedAt(String target) throws IOException {
    return Files.readString(ObservabilityFiles.prometheus("prometheus.yml"))
        .replaceAll("_interval: \\w+", "_interval: 1s")
        .replace("rules/", ObservabilityFiles.prometheus("rules") + "/")
        .replaceAll("targets:(\\s+- .*)+", "targets: ['" + target + "']");
  }

  private void awaitReady() {
    boolean ready = Eventually.ask(READY, this::isReady, up -> up || !process.isAlive());
    if (!ready) {
      close();
      throw new IllegalStateException("Prometheus did not start, see its log");
    }
  }

  private boolean isReady() {
    try {
      return http.send(Request.get("/-/ready", null)).status() == 200;
    } catch (java.util.concurrent.CompletionException notYet) {
      return false;
    }
  }

  /** The samples that a query returns now. */
  JsonNode query(String expression) {
    JsonNode answer = get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalArgumentException(expression + ": " + answer);
    }
    return answer.path("data").path("result");
  }

  JsonNode get(String path) {
    return http.send(Request.get("/api/v1/" + path, null)).json();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
