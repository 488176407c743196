package io.tradewind.benchmarks;

import io.tradewind.systemtests.ProcessMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CPU and memory of this process and of all its descendants, which are the stack; from /proc. */
final class ProcessMeter {

  static final String GENERATOR = "generator";
  private static final String PROVIDER = "payment provider";

  /** Ticks of utime and stime a second: USER_HZ, 100 on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int STAT_PPID = 1;
  private static final int STAT_UTIME = 11;
  private static final int STAT_CUTIME = 13;
  private static final int STAT_CSTIME = 14;

  private final Map<String, Long> peakPssKilobytes = new TreeMap<>();
  private long peakTotalKilobytes;

  /** CPU seconds used so far, by role. */
  Map<String, Double> cpuSeconds() {
    Map<String, Double> seconds = new TreeMap<>();
    for (Running process : running()) {
      seconds.merge(process.role, process.ticks / TICKS_PER_SECOND, Double::sum);
    }
    return seconds;
  }

  static Map<String, Double> difference(Map<String, Double> later, Map<String, Double> earlier) {
    Map<String, Double> used = new TreeMap<>();
    later.forEach((role, seconds) -> used.put(role, seconds - earlier.getOrDefault(role, 0.0)));
    return used;
  }

  /** Samples the proportional set size of all processes once, and keeps the peaks. */
  void sampleMemory() {
    Map<String, Long> now = new TreeMap<>();
    for (Running process : running()) {
      now.merge(process.role, ProcessMemory.pssKilobytes(process.pid), Long::sum);
    }
    now.forEach((role, size) -> peakPssKilobytes.merge(role, size, Math::max));
    now.remove(GENERATOR);
    peakTotalKilobytes =
        Math.max(peakTotalKilobytes, now.values().stream().mapToLong(Long::longValue).sum());
  }

  Map<String, Long> peakPssKilobytes() {
    return peakPssKilobytes;
  }

  /** The peak without the generator: the memory that the system itself needs. */
  long peakTotalKilobytes() {
    return peakTotalKilobytes;
  }

  /** Keeps generator and provider on one core, everything else on another. Needs util-linux. */
  void pin(int platformCore, int generatorCore) {
    for (Running process : running()) {
      boolean outside = process.role.equals(GENERATOR) || process.role.equals(PROVIDER);
      pin(process.pid, outside ? generatorCore : platformCore);
    }
  }

  private static void pin(long pid, int core) {
    try {
      new ProcessBuilder(
              "taskset", "--all-tasks", "--pid", "--cpu-list", "" + core, String.valueOf(pid))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException missing) {
      throw new IllegalStateException("taskset is needed to keep processes apart", missing);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** JVM options of the application server, as they are on its command line. */
  String libertyFlags() {
    return running().stream()
        .filter(process -> process.role.startsWith("liberty"))
        .findFirst()
        .map(process -> flags(process.commandLine))
        .orElse("no Liberty server found");
  }

  private static String flags(String commandLine) {
    return String.join(
        " ", Stream.of(commandLine.split("\0")).filter(word -> word.startsWith("-X")).toList());
  }

  private List<Running> running() {
    Map<Long, Running> all = new TreeMap<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::valueOf)
          .forEach(pid -> read(pid, all));
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be listed", e);
    }
    List<Running> ours = new ArrayList<>();
    for (Running process : all.values()) {
      String role = role(process, all);
      if (role != null) {
        ours.add(
            new Running(process.pid, process.parent, process.ticks, process.commandLine, role));
      }
    }
    return ours;
  }

  private String role(Running process, Map<Long, Running> all) {
    boolean ours = false;
    String role = null;
    for (Running at = process; at != null; at = all.get(at.parent)) {
      ours |= at.pid == ProcessHandle.current().pid();
      role = role == null ? roleOf(at) : role;
    }
    return ours ? (role == null ? "other" : role) : null;
  }

  private static String roleOf(Running process) {
    String line = process.commandLine;
    if (process.pid == ProcessHandle.current().pid()) {
      return GENERATOR;
    }
    if (line.contains("ws-server.jar")) {
      return "liberty " + line.substring(line.lastIndexOf('\0', line.length() - 2) + 1).trim();
    }
    if (line.contains("SimulatedProvider")) {
      return PROVIDER;
    }
    if (line.contains("redis-server")) {
      return "redis";
    }
    return line.contains("postgres") && !line.contains("java")
        ? "postgresql"
        : line.toLowerCase(Locale.ROOT).contains("kafka") ? "kafka" : null;
  }

  private static void read(long pid, Map<Long, Running> into) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
      long ticks = ticks(fields);
      into.put(
          pid,
          new Running(
              pid,
              Long.parseLong(fields[STAT_PPID]),
              ticks,
              new String(line, StandardCharsets.UTF_8),
              null));
    } catch (IOException ended) {
      // The process ended between the listing and the reading.
    }
  }

  /** Includes children that ended and were waited for, because database backends come and go. */
  private static long ticks(String[] fields) {
    long sum = 0;
    for (int field = STAT_UTIME; field <= STAT_CSTIME; field++) {
      sum += Long.parseLong(fields[field]);
    }
    return sum;
  }

  private record Running(long pid, long parent, long ticks, String commandLine, String role) {}
}
