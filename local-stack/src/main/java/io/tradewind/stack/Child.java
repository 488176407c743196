package io.tradewind.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A child process in its own session, so that a Ctrl-C at the terminal reaches only the launcher,
 * which decides in which order parts stop.
 */
final class Child {

  private static final int LINE_LENGTH = 200;
  private static final boolean SETSID = Files.isExecutable(Path.of("/usr/bin/setsid"));

  private final String name;
  private final Process process;
  private final Path log;
  private final String stopSignal;

  private Child(String name, Process process, Path log, String stopSignal) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.stopSignal = stopSignal;
  }

  /**
   * @param stopSignal the signal for an orderly stop of this program, such as TERM
   */
  static Child start(
      String name,
      Path folder,
      Path log,
      String stopSignal,
      Map<String, String> env,
      List<String> command) {
    var builder = new ProcessBuilder(shielded(command.toArray(String[]::new)));
    builder.environment().putAll(env);
    try {
      Files.createDirectories(folder);
      Files.createDirectories(log.getParent());
      keepOneOld(log);
      Process process =
          builder
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Guardian.watch(process.pid(), stopSignal);
      process.getOutputStream().close();
      return new Child(name, process, log, stopSignal);
    } catch (IOException e) {
      throw new StartFailure("Cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** Keeps only the last run's log, so that logs do not grow. */
  private static void keepOneOld(Path log) throws IOException {
    if (Files.exists(log)) {
      Files.move(
          log,
          log.resolveSibling(log.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Runs a short command to its end. */
  static void run(String name, Path folder, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new StartFailure(name + " failed: " + output.strip().replaceAll("\\R+", " | "));
      }
    } catch (IOException e) {
      throw new StartFailure("Cannot run " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(name);
    }
  }

  /** A JVM with this one's executable and class path. */
  static List<String> java(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(javaExecutable());
    command.addAll(options);
    command.addAll(List.of("-cp", ClassPath.ofThisJvm(), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Options of a JVM that runs beside others on a workstation.
   *
   * @param megabytes its largest heap
   * @param quick without the optimising compiler, which is expensive while everything starts
   */
  static List<String> smallJvm(int megabytes, boolean quick) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-Xshare:auto"));
    if (quick) {
      options.add("-XX:TieredStopAtLevel=1");
    }
    return options;
  }

  static String javaExecutable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static List<String> shielded(String... command) {
    List<String> shielded = new ArrayList<>();
    if (SETSID) {
      shielded.add("/usr/bin/setsid");
    }
    shielded.addAll(Arrays.asList(command));
    return shielded;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the process is up. Fails at once, with the end of its log, when it has ended. */
  void await(Duration patience, BooleanSupplier up) {
    Instant deadline = Instant.now().plus(patience);
    while (!up.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new StartFailure(
            name + " ended with code " + process.exitValue() + ", see " + log + ": " + lastWords());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new StartFailure(
            name + " was not up within " + patience.toSeconds() + " s, see " + log + ".");
      }
      pause(name);
    }
  }

  /** Stops the process, and kills it when it has not ended within the given time. */
  void stop(Duration patience) {
    try {
      if (process.isAlive()) {
        signal(stopSignal);
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
      Guardian.forget(process.pid());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Kills it, like a power cut. */
  void kill() {
    process.destroyForcibly().onExit().join();
    Guardian.forget(process.pid());
  }

  /** Sends a signal by name: TERM, INT, STOP, CONT. */
  void signal(String signal) {
    run("kill", Path.of("/"), List.of("kill", "-" + signal, Long.toString(process.pid())));
  }

  static void pause(String name) {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw interrupted(name);
    }
  }

  private static StartFailure interrupted(String name) {
    Thread.currentThread().interrupt();
    return new StartFailure("Interrupted while starting " + name + ".");
  }

  private String lastWords() {
    try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.toList();
      return all.subList(Math.max(0, all.size() - 3), all.size()).stream()
          .map(line -> line.substring(0, Math.min(line.length(), LINE_LENGTH)))
          .collect(Collectors.joining(" | "));
    } catch (IOException e) {
      return "";
    }
  }
}
