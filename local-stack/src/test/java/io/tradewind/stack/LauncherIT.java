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

  /** The base of exit codes after a signal: the signal's number is added. */
  private static final int ENDED_BY = 128;

  private static final int INTERRUPT = 2;
  private static final int TERMINATE = 15;

  /** A process group of its own, as a shell creates it; a background process may ignore Ctrl-C. */
  private static final List<String> IN_THE_FOREGROUND =
      List.of("setsid", "env", "--default-signal=INT");

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
  void ctrlCStopsTheChildrenInOrderAndTheSecretsStayPrivate() throws Exception {
    launch();
    awaitReady();
    pressCtrlC();
    assertThat(launcher.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(ENDED_BY + INTERRUPT);
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
  void adminsPasswordIsSaidOnceAndIsNewWhenTheDataAreThrownAway() throws Exception {
    launch();
    awaitReady();
    String first = adminsPassword();
    terminate();

    launch();
    awaitReady();
    assertThat(output()).noneMatch(line -> line.contains("admin@tradewind.example"));
    terminate();

    launch("-Dfresh");
    awaitReady();
    assertThat(adminsPassword()).isNotEqualTo(first);
  }

  private String adminsPassword() throws IOException {
    String said = "The first admin is admin@tradewind.example with the password ";
    return output().stream()
        .filter(line -> line.contains(said))
        .map(line -> line.substring(line.indexOf(said) + said.length()))
        .reduce((one, other) -> one + " and " + other)
        .orElseThrow();
  }

  /** A terminal signals all processes in the foreground, not only the launcher. */
  private void pressCtrlC() throws Exception {
    String group = "-" + launcher.pid();
    assertThat(new ProcessBuilder("kill", "-INT", "--", group).inheritIO().start().waitFor())
        .isZero();
  }

  private void terminate() throws InterruptedException {
    launcher.destroy();
    assertThat(launcher.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(ENDED_BY + TERMINATE);
    awaitNothingRunning(Duration.ofSeconds(5));
  }

  private void launch(String... more) throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-Dtopology=infrastructure", "-Ddata.dir=" + folder));
    options.add("-Dtradewind.home=" + Checkout.find().root());
    for (String part : List.of("postgres", "kafka", "redis", "provider", "mail")) {
      options.add("-D" + part + ".port=" + Port.freeNumber());
    }
    options.addAll(List.of(more));
    List<String> command = new ArrayList<>(IN_THE_FOREGROUND);
    command.addAll(Child.java(options, Launcher.class));
    launcher =
        new ProcessBuilder(command)
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
