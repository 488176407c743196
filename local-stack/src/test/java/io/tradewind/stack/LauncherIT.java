package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a user runs it: a process with signals, an exit code and a terminal's output. */
class LauncherIT {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(45);

  @TempDir Path folder;
  private final List<ProcessHandle> children = new ArrayList<>();
  private Process launcher;

  @AfterEach
  void endWhatATestLeft() {
    if (launcher != null) {
      launcher.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aTakenPortIsNamedAndNothingIsLeftRunning() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      launch("-Dredis.port=" + taken.getLocalPort());
      assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(launcher.exitValue()).isEqualTo(1);
      assertThat(output())
          .singleElement()
          .asString()
          .contains("Port " + taken.getLocalPort() + " (Redis) is taken")
          .contains("-Dredis.port=PORT");
      assertThat(processesOf(folder)).isEmpty();
    }
  }

  @Test
  void aDataFolderThatCannotBeMadeIsNamed() throws Exception {
    launch("-Ddata.dir=/proc/tradewind");
    assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(1);
    assertThat(output()).singleElement().asString().contains("/proc/tradewind");
  }

  @Test
  void sigtermStopsTheChildrenInOrderAndTheSecretsStayPrivate() throws Exception {
    launch();
    awaitReady();
    launcher.destroy();
    assertThat(launcher.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(children).isNotEmpty();
    awaitNothingRunning(Duration.ofSeconds(5));
    assertThat(output().stream().filter(line -> line.contains("Stopped")).map(LauncherIT::words))
        .containsExactly(
            "Stopped the mail server",
            "Stopped the simulated payment provider",
            "Stopped Kafka",
            "Stopped Redis",
            "Stopped PostgreSQL");
    Path secrets = folder.resolve("secrets.properties");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rw-------");
  }

  @Test
  void aKilledLauncherLeavesNothingRunning() throws Exception {
    launch();
    awaitReady();
    launcher.destroyForcibly();
    awaitNothingRunning(STOP);
  }

  @Test
  void theAdminsPasswordIsSaidAtTheFirstStartOnly() throws Exception {
    launch();
    awaitReady();
    assertThat(output()).anyMatch(line -> line.contains("admin@tradewind.example"));
    launcher.destroy();
    launcher.waitFor();
    launch();
    awaitReady();
    assertThat(output()).noneMatch(line -> line.contains("admin@tradewind.example"));
  }

  private void launch(String... more) throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-Dtopology=infrastructure", "-Ddata.dir=" + folder));
    options.add("-Dtradewind.home=" + Checkout.find().root());
    for (String part : List.of("postgres", "kafka", "redis", "provider", "mail")) {
      options.add("-D" + part + ".port=" + Port.freeNumber());
    }
    options.addAll(List.of(more));
    launcher =
        new ProcessBuilder(Child.java(options, Launcher.class))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    launcher.getOutputStream().close();
  }

  private void awaitReady() {
    await()
        .atMost(START)
        .until(
            () ->
                !launcher.isAlive()
                    || output().stream()
                        .anyMatch(line -> line.contains("infrastructure is ready")));
    assertThat(launcher.isAlive()).as("%s", launcher.info()).isTrue();
    launcher.descendants().forEach(children::add);
  }

  private void awaitNothingRunning(Duration patience) {
    await()
        .atMost(patience)
        .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
  }

  private List<String> output() throws IOException {
    return Files.readAllLines(folder.resolve("output"));
  }

  private static String words(String line) {
    return line.substring(line.indexOf(']') + 2);
  }

  private static List<ProcessHandle> processesOf(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(folder + "/"))
        .toList();
  }
}
