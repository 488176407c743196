package io.tradewind.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Open Liberty server with one or more WARs, configured as in production: the same fragments,
 * with the environment for everything that differs.
 */
public final class LibertyServer extends LocalPart {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /**
   * The heap follows this as it follows a container's limit elsewhere, and not all of the machine's
   * memory. A server with all services is as fast with it as with more.
   */
  private static final String AS_IN_A_CONTAINER = "-XX:MaxRAM=1536m";

  /** Liberty lets running requests finish for 30 s; then it is killed. */
  private static final Duration TO_STOP = Duration.ofSeconds(35);

  /**
   * A server that still starts ignores a stop; it is then killed, which is as safe as a power cut.
   */
  private static final Duration TO_STOP_A_START = Duration.ofSeconds(3);

  /**
   * Our text for invalid settings, and Liberty's code for any other failed start of an application.
   */
  private static final List<String> FAILURES = List.of("is not started: ", "CWWKZ0002E");

  private final String name;
  private final String configuration;
  private final List<Service> services;
  private final Path userFolder;
  private final Path log;
  private final int port;
  private final Map<String, String> env;
  private final String jvm;
  private final Checkout checkout;
  private LogTail tail;
  private volatile Path planted;
  private volatile boolean ready;
  private String readiness = "never asked";

  /**
   * @param name of its folder and its log
   * @param configuration the folder of its server.xml: replicas have the same
   */
  LibertyServer(
      String name,
      String configuration,
      List<Service> services,
      Path userFolder,
      Path log,
      int port,
      Map<String, String> env,
      String jvm,
      Checkout checkout) {
    super("Liberty (" + name + ")", TO_STOP);
    this.name = name;
    this.configuration = configuration;
    this.services = services;
    this.userFolder = userFolder;
    this.log = log;
    this.port = port;
    this.env = env;
    this.jvm = jvm;
    this.checkout = checkout;
  }

  @Override
  Child begin() {
    Path folder = userFolder.resolve("servers").resolve(name);
    try {
      Folders.copy(
          checkout.libertyConfig().resolve("fragments"),
          userFolder.resolve("shared/config/fragments"));
      Folders.copy(checkout.libertyConfig().resolve("servers").resolve(configuration), folder);
      Folders.copy(checkout.libertyConfig().resolve("apps/root"), folder.resolve("apps/root.war"));
      Files.createDirectories(data());
      for (Service service : services) {
        Path war = checkout.war(service);
        Folders.copyWhenNewer(
            planted == null ? war : planted, folder.resolve("apps").resolve(war.getFileName()));
      }
    } catch (IOException e) {
      throw new StartFailure("Cannot write to " + folder + ": give this user write permission.", e);
    }
    ready = false;
    tail = new LogTail(log);
    return Child.start(toString(), folder, log, "TERM", environment(), command());
  }

  private Map<String, String> environment() {
    var all = new HashMap<>(env);
    all.put("WLP_USER_DIR", userFolder.toString());
    all.put("WLP_OUTPUT_DIR", userFolder.resolve("servers").toString());
    all.put("LIBRARY_DIR", checkout.sharedLibrary().toString());
    return all;
  }

  /**
   * The same as Liberty's {@code server run} without the shell, so that the child's pid is the
   * server's.
   */
  private List<String> command() {
    Path wlp = checkout.liberty();
    boolean memoryAccessWarns = Runtime.version().feature() >= 24;
    String javaOptions = memoryAccessWarns ? "java24.options" : "java9.options";
    List<String> command = new ArrayList<>();
    command.add(Child.javaExecutable());
    command.add("-javaagent:" + wlp.resolve("bin/tools/ws-javaagent.jar"));
    command.addAll(List.of("-Djava.awt.headless=true", "-Djdk.attach.allowAttachSelf=true"));
    command.addAll(Checkout.optionsIn(wlp.resolve("lib/platform/java").resolve(javaOptions)));
    if (memoryAccessWarns) {
      // The server's own telemetry still uses sun.misc.Unsafe; the JVM would warn on each start.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(checkout.jvmOptions(jvm));
    command.add(AS_IN_A_CONTAINER);
    command.addAll(List.of("-jar", wlp.resolve("bin/tools/ws-server.jar").toString(), name));
    return command;
  }

  /** Waits until all of its applications are ready. */
  @Override
  void awaitReady(Child begun) {
    try {
      begun.await(Duration.ofSeconds(180), this::isReady);
      ready = true;
    } catch (StartFailure e) {
      throw new StartFailure(e.getMessage() + " Its readiness: " + readiness, e);
    }
  }

  private boolean isReady() {
    tail.lineWithAny(FAILURES)
        .ifPresent(
            line -> {
              throw new StartFailure(
                  "An application in "
                      + this
                      + " failed to start, see "
                      + log
                      + ": "
                      + message(line));
            });
    Optional<HttpResponse<String>> answer = ask("/health/ready");
    readiness = answer.map(HttpResponse::body).orElse("no answer");
    return answer.filter(LibertyServer::isOk).isPresent();
  }

  private static String message(String line) {
    int start =
        FAILURES.stream().mapToInt(line::indexOf).filter(index -> index >= 0).findFirst().orElse(0);
    return line.substring(start, Math.min(line.length(), start + 400));
  }

  /**
   * Deploys this WAR instead of the built one, from the next start on: for tests that plant a bug.
   *
   * @param war the WAR of this server's only service
   */
  public void serveInstead(Path war) {
    planted = war;
  }

  /** Adds to its environment, from the next start on. */
  void setEnv(Map<String, String> own) {
    env.putAll(own);
  }

  void awaitMetric(String metric, double atLeast) {
    await(Duration.ofSeconds(120), () -> metric(metric) >= atLeast);
  }

  /** One of its metrics, summed over its tags; 0 when there is none of that name. */
  public double metric(String name) {
    return get("/metrics")
        .orElse("")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /**
   * Pooled database connections that are not free: none at rest, or a thread has lost one.
   *
   * @throws IllegalStateException if the server does not tell
   */
  public int connectionsInUse() {
    String managed = "connectionpool_managedConnections";
    if (!get("/metrics").orElse("").contains(managed)) {
      throw new IllegalStateException(this + " has no metric " + managed);
    }
    return (int) (metric(managed) - metric("connectionpool_freeConnections"));
  }

  /** The body of a GET without a token; empty unless the status is 200. */
  private Optional<String> get(String path) {
    return ask(path).filter(LibertyServer::isOk).map(HttpResponse::body);
  }

  private static boolean isOk(HttpResponse<String> answer) {
    return answer.statusCode() == 200;
  }

  private Optional<HttpResponse<String>> ask(String path) {
    var request =
        HttpRequest.newBuilder(url().resolve(path)).timeout(Duration.ofSeconds(5)).build();
    try {
      return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  public URI url() {
    return URI.create("http://localhost:" + port + "/");
  }

  /** The files that the services store on disk, such as the keys that verify tokens. */
  public Path data() {
    return Path.of(env.get("DATA_DIR"));
  }

  /** The server's log, one JSON object per line. */
  public Path log() {
    return log;
  }

  /** Liberty's incident reports (FFDC); empty or missing when there were none. */
  public Path incidents() {
    return userFolder.resolve("servers").resolve(name).resolve("logs/ffdc");
  }

  /** XML files here override the fragments, even while the server runs. */
  public Path overrides() {
    return userFolder.resolve("servers").resolve(name).resolve("configDropins/overrides");
  }

  @Override
  Duration toStop() {
    return ready ? TO_STOP : TO_STOP_A_START;
  }
}
