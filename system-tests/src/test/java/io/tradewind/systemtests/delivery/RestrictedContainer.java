package io.tradewind.systemtests.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A container under OpenShift's restricted-v2: a user that the image does not know, group 0, a
 * read-only root file system, no capability and no way to get one. Two folders are writable.
 */
final class RestrictedContainer {

  static final int USER = 1_000_730_000;

  private static final List<String> RULES =
      List.of(
          "--user=" + USER + ":0",
          "--read-only",
          "--cap-drop=ALL",
          "--security-opt=no-new-privileges",
          "--network=host",
          "--memory=768m",
          "--tmpfs=/tmp",
          "--tmpfs=/opt/ol/wlp/output");

  private static final String OVERRIDES =
      "/opt/ol/wlp/usr/servers/defaultServer/configDropins/overrides";

  private final ContainerEngine engine;
  private final String id;

  private RestrictedContainer(ContainerEngine engine, String id) {
    this.engine = engine;
    this.id = id;
  }

  /**
   * Starts the image's own program in the background.
   *
   * @param overrides a folder of XML files that override the server's configuration
   */
  static RestrictedContainer start(
      ContainerEngine engine,
      String image,
      Map<String, String> settings,
      Path secrets,
      Path overrides)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("run", "--detach"));
    command.addAll(options(settings, secrets));
    command.add("--volume=" + overrides + ":" + OVERRIDES + ":ro");
    command.add(image);
    return new RestrictedContainer(engine, engine.run(command.toArray(String[]::new)));
  }

  /** Runs another program of the image to its end, and returns its output. */
  static String run(
      ContainerEngine engine,
      String image,
      Map<String, String> settings,
      Path secrets,
      List<String> program)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("run", "--rm"));
    command.addAll(options(settings, secrets));
    command.add("--entrypoint=" + program.get(0));
    command.add(image);
    command.addAll(program.subList(1, program.size()));
    return engine.run(command.toArray(String[]::new));
  }

  private static List<String> options(Map<String, String> settings, Path secrets) {
    List<String> options = new ArrayList<>(RULES);
    settings.forEach((name, value) -> options.add("--env=" + name + "=" + value));
    options.add("--volume=" + secrets + ":/opt/tradewind/secrets:ro");
    return options;
  }

  /** Makes a folder of secrets, one file each, as a cluster mounts them. */
  static Path secrets(Path folder, Map<String, String> secrets) throws IOException {
    Files.createDirectories(folder);
    for (var secret : secrets.entrySet()) {
      Path file = folder.resolve(secret.getKey());
      Files.writeString(file, secret.getValue() + "\n");
      // a cluster gives these files to group 0
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    }
    return folder;
  }

  /** The kernel's status of the first process. */
  List<String> processStatus() throws Exception {
    return Files.readAllLines(Path.of("/proc", inspect("{{.State.Pid}}"), "status"));
  }

  String log() throws Exception {
    return engine.run("logs", id);
  }

  boolean isRunning() throws Exception {
    return inspect("{{.State.Running}}").equals("true");
  }

  /**
   * Asks the container to stop, and kills it after the given time.
   *
   * @return the exit code; 137 when it had to be killed, 143 when it stopped by itself
   */
  int stop(int graceSeconds) {
    try {
      engine.run("stop", "--time=" + graceSeconds, id);
      return Integer.parseInt(inspect("{{.State.ExitCode}}"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String inspect(String format) throws IOException, InterruptedException {
    return engine.run("inspect", "--format=" + format, id);
  }
}
