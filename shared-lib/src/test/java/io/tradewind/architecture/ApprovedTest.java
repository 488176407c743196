package io.tradewind.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "approve", matches = ".*", disabledReason = "all is approved")
class ApprovedTest {

  private static final String CLOSED = "| `/api/orders/{id}` | GET | 401 | yes | 404 |\n";

  @Test
  void oneCallThatSomebodyOpenedIsSeen(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("access.md"), CLOSED);
    Approved approved = new Approved(file);

    assertThatCode(() -> approved.is(CLOSED)).doesNotThrowAnyException();
    assertThatThrownBy(() -> approved.is(CLOSED.replace("404", "yes")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dapprove");
  }
}
