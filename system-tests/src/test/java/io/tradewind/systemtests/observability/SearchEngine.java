package io.tradewind.systemtests.observability;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.stack.Port;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.ProjectFolder;
import io.tradewind.systemtests.driver.RawHttp;
import io.tradewind.systemtests.driver.RawHttp.Answer;
import io.tradewind.systemtests.driver.RawHttp.Request;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** An OpenSearch for the tests, with our index template. */
final class SearchEngine implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(120);

  private final Process process;
  private final int port;
  private final RawHttp http;

  private SearchEngine(Process process, int port) {
    this.process = process;
    this.port = port;
    this.http = new RawHttp(path -> URI.create("http://localhost:" + port));
  }

  /**
   * Begins the start, which takes a while.
   *
   * @param folder for its data and its log
   */
  static SearchEngine starting(Path folder) throws IOException {
    int port = Port.freeNumber();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path built = ProjectFolder.root().resolve("system-tests/search-engine/target");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                built.resolve("classes") + File.pathSeparator + built.resolve("lib") + "/*",
                "io.tradewind.search.SearchNode",
                folder.resolve("data").toString(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("opensearch.log").toFile())
            .start();
    return new SearchEngine(process, port);
  }

  int port() {
    return port;
  }

  void awaitReady() throws IOException {
    Path template =
        ProjectFolder.root().resolve("observability/logs/elasticsearch/index-template.json");
    Request put =
        Request.of(
            "PUT",
            "/_index_template/tradewind",
            null,
            Files.readString(template),
            "Content-Type",
            "application/json");
    boolean taken = Eventually.ask(READY, () -> takes(put), done -> done || !process.isAlive());
    if (!taken) {
      throw new IllegalStateException("OpenSearch did not start, see its log");
    }
  }

  private boolean takes(Request request) {
    try {
      Answer answer = http.send(request);
      return answer.status() == 200;
    } catch (CompletionException notYet) {
      return false;
    }
  }

  /** The lines about an order that can be found now. */
  List<JsonNode> linesOf(UUID order) {
    http.send(Request.of("POST", "/_refresh", null, null));
    String search = "/tradewind-*/_search?size=1000&q=ext_orderId:%22" + order + "%22";
    JsonNode hits = http.send(Request.get(search, null)).json().path("hits").path("hits");
    return StreamSupport.stream(hits.spliterator(), false).map(hit -> hit.path("_source")).toList();
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
