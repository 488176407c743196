package io.tradewind.systemtests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.contract.Fuzzer.Report;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Generated requests get only answers that the OpenAPI document promises. {@code ./mvnw -Pfuzz}
 * sends 20,000 requests and writes a report; {@code -Dseed=N -Drequests=N} repeat a run.
 */
@WholeSystem
class FuzzIT {

  private static final Integer ASKED_FOR = Integer.getInteger("fuzz.requests");
  private static final int REQUESTS = ASKED_FOR == null ? 1_000 : ASKED_FOR;

  /** Every build sends the same requests, so that a failure is due to its changes alone. */
  private static final long SEED =
      Long.getLong(
          "fuzz.seed", ASKED_FOR == null ? 1 : ThreadLocalRandom.current().nextLong(1_000_000_000));

  private final Platform platform;

  FuzzIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void everyAnswerIsOneThatTheDocumentPromises() throws IOException {
    Report report = new Fuzzer(platform).run(SEED, REQUESTS);

    Files.writeString(Path.of("target", "fuzz.md"), report.toString());
    assertThat(report.complaints())
        .as("again: ./mvnw -Pfuzz -Dseed=%d -Drequests=%d", SEED, REQUESTS)
        .isEmpty();
    assertThat(report.operationsGranted())
        .as("operations that granted something")
        .isGreaterThan(50);
  }
}
