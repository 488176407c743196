package io.tradewind.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @Test
  void aRunWhoseBooksDoNotBalanceSaysSoFirst() {
    String text = new Report(result(false)).markdown();

    assertThat(text.lines().toList().get(2)).startsWith("**THE RUN DOES NOT COUNT**");
  }

  @Test
  void figuresAreInTheTextAndInTheJson(@TempDir Path folder) throws IOException {
    Path text = new Report(result(true)).write(folder);

    assertThat(Files.readString(text)).contains("| POST to CONFIRMED frame | 1.0 | 2.0 | 3.0 |");
    Path json = folder.resolve(text.getFileName().toString().replace(".md", ".json"));
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/throughput/confirmed").asInt())
        .isEqualTo(6000);
  }

  private static Result result(boolean counts) {
    Result.Percentiles latency = new Result.Percentiles(1, 2, 3, 4, 5);
    return new Result(
        counts,
        "the books",
        "2026-01-01T00:00:00Z",
        new Settings(100, 10, 200, 60, 4, 10, 0.8, 1, 30, false, false, false, false),
        new Machine("cpu", 2, 24_000, "Linux", "17", "abc"),
        "-XX:+UseG1GC",
        new Result.Throughput(6000, 6000, 100, 0, 0, Map.of(), 0, Map.of()),
        new Result.SignedIn(360, 0),
        0,
        Map.of("POST to CONFIRMED frame", latency),
        List.of(1, 2, 3),
        true,
        Map.of("kafka", 1.5),
        1.2,
        new Result.Database(4, 0.5, 4400, 40),
        Map.of("kafka", 200L),
        2000,
        List.of(new Stage("PaymentAuthorized", 5, 9)));
  }
}
