package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Docker daemon with a socket and data of its own; a daemon that already runs is not touched. */
final class ContainerEngine implements AutoCloseable {

  private static final List<String> PROGRAMS = List.of("dockerd", "mmdebstrap", "tar");

  private final Path folder;
  private final Process daemon;

  private ContainerEngine(Path folder, Process daemon) {
    this.folder = folder;
    this.daemon = daemon;
  }

  /** The requirements of this test that are missing: programs, and the right to run them. */
  static List<String> missing() {
    List<String> missing = new ArrayList<>(PROGRAMS);
    missing.removeIf(
        program ->
            Stream.of("/usr/sbin", "/usr/bin")
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, program))));
    if (!"root".equals(System.getProperty("user.name"))) {
      missing.add("the rights of root");
    }
    return missing;
  }

  /** Starts the daemon without a bridge and firewall rules: containers use the host's network. */
  static ContainerEngine start(Path folder) throws IOException {
    Path log = folder.resolve("dockerd.log");
    Process daemon =
        new ProcessBuilder(
                "/usr/sbin/dockerd",
                "--host=unix://" + folder.resolve("docker.sock"),
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("docker.pid"),
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var engine = new ContainerEngine(folder, daemon);
    try {
      await("the daemon, see " + log)
          .atMost(Duration.ofSeconds(60))
          .until(() -> engine.answers("version"));
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** Makes an image from the tar that the program writes. */
  void importImage(String name, String environment, Path program) throws Exception {
    List<ProcessBuilder> pipeline =
        List.of(
            new ProcessBuilder(program.toString()).redirectError(log("base")),
            docker("import", "--change", "ENV " + environment, "-", name)
                .redirectOutput(log("import")));
    for (Process part : ProcessBuilder.startPipeline(pipeline)) {
      assertThat(part.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(part.exitValue()).as("see the logs in " + folder).isZero();
    }
  }

  /** The output of a docker command, which must succeed. */
  String run(String... arguments) throws IOException, InterruptedException {
    Process process = docker(arguments).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(arguments[0] + ": " + output).isZero();
    return output.strip();
  }

  private boolean answers(String... arguments) throws IOException, InterruptedException {
    if (!daemon.isAlive()) {
      throw new IllegalStateException("dockerd ended, see " + folder);
    }
    return docker(arguments)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private ProcessBuilder docker(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("/usr/bin/docker");
    command.add("--host=unix://" + folder.resolve("docker.sock"));
    command.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("DOCKER_BUILDKIT", "0");
    return builder;
  }

  /** Unmounts the host's network namespace, whose mount the daemon leaves behind. */
  private void unmountWhatIsLeft() throws IOException, InterruptedException {
    for (String mount : Files.readAllLines(Path.of("/proc/mounts"))) {
      String target = mount.split(" ")[1];
      if (target.startsWith(folder + "/")) {
        new ProcessBuilder("umount", target).inheritIO().start().waitFor();
      }
    }
  }

  private File log(String name) {
    return folder.resolve(name + ".log").toFile();
  }

  @Override
  public void close() throws IOException {
    daemon.destroy();
    try {
      if (!daemon.waitFor(60, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
      unmountWhatIsLeft();
    } catch (InterruptedException e) {
      daemon.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
