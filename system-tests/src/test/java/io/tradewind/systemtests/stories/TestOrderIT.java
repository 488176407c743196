package io.tradewind.systemtests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.migration.TestOrder;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the command of {@code helm test} as a process of its own against the running system. */
@WholeSystem
class TestOrderIT {

  private final Platform platform;

  TestOrderIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void itsOrderIsConfirmedAndThenCancelled() throws Exception {
    Ended ended = run("pm_ok");
    assertThat(ended.output()).endsWith("was confirmed, and then cancelled.");
    assertThat(ended.code()).isZero();
  }

  @Test
  void anOrderThatIsNotConfirmedFailsInOneLine() throws Exception {
    Ended ended = run("pm_declined");
    assertThat(ended.output()).startsWith("Not confirmed. ").contains("REJECTED").hasLineCount(1);
    assertThat(ended.code()).isEqualTo(1);
  }

  private record Ended(int code, String output) {}

  private Ended run(String paymentMethod)
      throws IOException, InterruptedException, URISyntaxException {
    Path classes =
        Path.of(TestOrder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder command =
        new ProcessBuilder(java.toString(), "-cp", classes.toString(), TestOrder.class.getName());
    command.environment().put("USERS_URL", address(Service.USERS));
    command.environment().put("ORDERS_URL", address(Service.ORDERS));
    command.environment().put("ORDER_PAYMENT_METHOD", paymentMethod);
    Process process = command.redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), output.strip());
    } finally {
      process.destroyForcibly();
    }
  }

  private String address(Service service) {
    return platform.stack().url(service).toString().replaceAll("/$", "");
  }
}
