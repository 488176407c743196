package io.tradewind.systemtests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.Launcher;
import io.tradewind.stack.Port;
import io.tradewind.systemtests.ProcessMemory;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the quick-start command as a newcomer would, except for the build and the ports. */
class QuickStartIT {

  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration DEMO = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(45);
  private static final Duration STOP_HALF_WAY = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final long MOST_KILOBYTES = 3_000_000;

  @TempDir Path folder;
  private Process launcher;

  @AfterEach
  void endWhatTheTestLeft() {
    if (launcher != null) {
      launcher.descendants().forEach(ProcessHandle::destroyForcibly);
      launcher.destroyForcibly();
    }
  }

  @Test
  void theStackIsReadyWithinAMinuteInLessThanThreeGigabytesAndActsTheStory() throws Exception {
    launch("-Ddemo");

    await("Starting PostgreSQL", READY);
    await("Tradewind is ready: http://localhost:", READY);
    long most = kilobytes();
    long deadline = System.nanoTime() + DEMO.toNanos();
    while (!isSaid("The demo came out right") && System.nanoTime() < deadline) {
      most = Math.max(most, kilobytes());
      launcher.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    assertThat(launcher.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).as("%s", output()).isTrue();
    assertThat(launcher.exitValue()).as("%s", output()).isZero();
    assertThat(output()).anyMatch(line -> line.startsWith("The demo came out right"));
    assertThat(most).isBetween(500_000L, MOST_KILOBYTES);
    assertThat(output().stream().filter(line -> line.contains("Stopped ")).toList())
        .as("first what is asked by people, last what keeps")
        .satisfiesExactly(
            first -> assertThat(first).contains("Liberty"),
            second -> assertThat(second).contains("the mail server"),
            third -> assertThat(third).contains("the simulated payment provider"),
            fourth -> assertThat(fourth).contains("Kafka"),
            fifth -> assertThat(fifth).contains("Redis"),
            last -> assertThat(last).contains("PostgreSQL"));
  }

  @Test
  void aStopWhileTheServerStartsIsQuickAndLeavesNothingRunning() throws Exception {
    launch();
    await("Starting Liberty", READY);
    List<ProcessHandle> started = launcher.descendants().toList();

    launcher.destroy();

    assertThat(launcher.waitFor(STOP_HALF_WAY.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(started).isNotEmpty();
    // the process that cleans up after a killed launcher ends a moment after the launcher
    assertThat(
            Eventually.ask(
                Duration.ofSeconds(5),
                () -> started.stream().filter(ProcessHandle::isAlive).toList(),
                List::isEmpty))
        .isEmpty();
    assertThat(output()).noneMatch(line -> line.contains("ready: http"));
  }

  private void launch(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(more));
    command.add("-Ddata.dir=" + folder.resolve("data"));
    command.add("-Dtradewind.home=" + ProjectFolder.root());
    for (String part : List.of("http", "https", "postgres", "kafka", "redis", "provider", "mail")) {
      command.add("-D" + part + ".port=" + Port.freeNumber());
    }
    command.addAll(List.of("-cp", classPath(), Launcher.class.getName()));
    launcher =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private void await(String line, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isSaid(line)) {
      assertThat(System.nanoTime())
          .as("'%s' within %s, not %s", line, patience, output())
          .isLessThan(deadline);
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private boolean isSaid(String words) throws IOException {
    return output().stream().anyMatch(line -> line.contains(words));
  }

  private List<String> output() throws IOException {
    return Files.readAllLines(folder.resolve("output"));
  }

  /**
   * The memory of the launcher and of all that it has started, with shared pages in parts (PSS).
   */
  private long kilobytes() {
    return Stream.concat(Stream.of(launcher.toHandle()), launcher.descendants())
        .mapToLong(process -> ProcessMemory.pssKilobytes(process.pid()))
        .sum();
  }
}
