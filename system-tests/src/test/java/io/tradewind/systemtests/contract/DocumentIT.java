package io.tradewind.systemtests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document of the running system is complete, and only adds to the released one. */
@WholeSystem
class DocumentIT {

  private static final Pattern ROUTE =
      Pattern.compile("^\\| `([^`]+)` \\| ([A-Z]+) \\|", Pattern.MULTILINE);

  private final Platform platform;

  DocumentIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void theDocumentKeepsEveryRule() throws IOException {
    ApiDescription api = ApiDescription.of(platform);

    Files.writeString(Path.of("target", "openapi.json"), api.document().toPrettyString());
    assertThat(api.operations()).hasSizeGreaterThan(100);
    assertThat(new DocumentRules(approvedRoutes()).broken(api)).isEmpty();
  }

  @Test
  void theDocumentBreaksNoClientOfTheReleasedOne() throws IOException {
    ReleasedApi.last()
        .isKeptBy(
            ApiDescription.served(platform), Optional.ofNullable(System.getProperty("release")));
  }

  private static Set<String> approvedRoutes() throws IOException {
    return ROUTE
        .matcher(Files.readString(Path.of("../docs/access.md")))
        .results()
        .map(DocumentIT::route)
        .collect(Collectors.toSet());
  }

  private static String route(MatchResult row) {
    return row.group(2) + " " + row.group(1);
  }
}
