package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfdcFilesTest {

  private static final String TOKEN = "eyJraWQiOiIxIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl_x-y";

  @TempDir Path folder;

  @Test
  void aReportKeepsAllButTheTokens() throws IOException {
    Path report = Files.writeString(folder.resolve("ffdc_1.log"), "a\nheader->" + TOKEN + "]\nb\n");

    new FfdcFiles(folder).forgetTokens(Instant.now());

    assertThat(report).hasContent("a\nheader->...]\nb\n");
  }

  @Test
  void recordsWrittenLongBeforeAreNotReadAgain() throws IOException {
    Path report = Files.writeString(folder.resolve("ffdc_1.log"), TOKEN);
    Files.setLastModifiedTime(report, FileTime.from(Instant.now().minusSeconds(60)));

    new FfdcFiles(folder).forgetTokens(Instant.now());

    assertThat(report).hasContent(TOKEN);
  }

  @Test
  void aServerWithoutIncidentsHasNoFolder() {
    FfdcFiles none = new FfdcFiles(folder.resolve("none"));

    assertThatCode(() -> none.forgetTokens(Instant.now())).doesNotThrowAnyException();
  }
}
