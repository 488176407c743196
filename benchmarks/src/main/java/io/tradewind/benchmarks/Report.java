package io.tradewind.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Writes the result for a reader (Markdown) and for a program (JSON). */
final class Report {

  private final Result result;
  private final StringBuilder text = new StringBuilder();

  Report(Result result) {
    this.result = result;
  }

  /**
   * @return the Markdown file
   */
  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    String name =
        "%.0f-a-second-for-%d-s".formatted(result.settings().rate(), result.settings().seconds());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve(name + ".json").toFile(), result);
    return Files.writeString(folder.resolve(name + ".md"), markdown());
  }

  String markdown() {
    head();
    latency();
    backlog();
    cost();
    stages();
    return text.toString();
  }

  private void head() {
    Result.Throughput done = result.throughput();
    line("# %.0f orders a second for %d s", result.settings().rate(), result.settings().seconds());
    line("");
    line(result.counts() ? "**The run counts**: %s." : "**THE RUN DOES NOT COUNT**: %s", books());
    line("");
    line("| | |");
    line("|---|---|");
    line("| started | %s |", result.startedAt());
    line("| commit | %s |", result.machine().commit());
    line(
        "| machine | %s, %d cores, %d MB |",
        machine().cpu(), machine().cores(), machine().memoryMegabytes());
    line("| system | %s, %s |", machine().system(), machine().java());
    line("| Liberty's JVM flags | `%s` |", result.libertyFlags());
    line(
        "| load | %d buyers with a socket each, %d SKUs, Zipf %.1f, warm-up %d s at up to %.0f a second, seed %d |",
        result.settings().buyers(),
        result.settings().skus(),
        result.settings().zipf(),
        result.settings().warmupSeconds(),
        result.settings().warmupRate(),
        result.settings().seed());
    line(
        "| watched | %s |",
        result.settings().telemetry() ? "every span sent, metrics scraped" : "by nobody");
    line(
        "| signed in meanwhile | %d times by %d at once, %d refused |",
        result.signedIn().good(), result.settings().signIns(), result.signedIn().bad());
    if (result.settings().refill()) {
      line(
          "| sent again | %,.0f messages in each second of a refill |",
          result.sentAgainPerSecond());
    }
    line("| offered | %d orders in the window |", done.offered());
    line(
        "| confirmed | %d in the window, **%.1f a second** |",
        done.confirmed(), done.confirmedPerSecond());
    line("| turned away | %d in the whole run |", done.turnedAway());
    line(
        "| refused or failed | %d %s |",
        done.failed(), done.failures().isEmpty() ? "" : done.failures());
    line("| not answered | %d |", done.open());
    line(
        "| sockets that had to be opened again | %s |",
        done.socketsEnded().isEmpty() ? "none" : done.socketsEnded());
    line("");
  }

  private String books() {
    return result.books().replace("\n", "; ");
  }

  private Machine machine() {
    return result.machine();
  }

  private void latency() {
    line("## Latency in milliseconds, from the intended send time");
    line("");
    line("| | p50 | p90 | p99 | p99.9 | max |");
    line("|---|---|---|---|---|---|");
    result
        .latencyMillis()
        .forEach(
            (what, p) ->
                line(
                    "| %s | %.1f | %.1f | %.1f | %.1f | %.1f |",
                    what, p.p50(), p.p90(), p.p99(), p.p999(), p.max()));
    line("");
  }

  private void backlog() {
    line("## Open orders, second by second: %s", result.backlogFlat() ? "flat" : "NOT FLAT");
    line("");
    line("`%s`", result.backlog());
    line("");
  }

  private void cost() {
    line("## What an order costs");
    line("");
    line("| process | CPU seconds for 1,000 orders | peak PSS in MB |");
    line("|---|---|---|");
    for (Map.Entry<String, Double> process : result.cpuSecondsPerThousand().entrySet()) {
      line(
          "| %s | %.2f | %d |",
          process.getKey(),
          process.getValue(),
          result.peakMegabytes().getOrDefault(process.getKey(), 0L));
    }
    line(
        "| all, memory without the generator | %.2f | %d |",
        result.cpuSecondsPerThousand().values().stream().mapToDouble(Double::doubleValue).sum(),
        result.peakMegabytesInAll());
    line("");
    line(
        "%.2f cores were busy. PostgreSQL, for each order: %.2f commits, %.3f flushes of the log, %.0f bytes and %.1f records of log.",
        result.coresBusy(),
        result.database().commits(),
        result.database().fsyncs(),
        result.database().walBytes(),
        result.database().walRecords());
    line("");
  }

  private void stages() {
    line("## Where the time goes");
    line("");
    line("| from the event before to | p50 ms | p99 ms |");
    line("|---|---|---|");
    for (Stage stage : result.stages()) {
      line("| %s | %.1f | %.1f |", stage.ends(), stage.p50Millis(), stage.p99Millis());
    }
    line("");
    line(
        "What is left of the latency is the POST itself before these and the notification after them.");
  }

  private void line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
