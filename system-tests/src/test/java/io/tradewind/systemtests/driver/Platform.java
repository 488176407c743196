package io.tradewind.systemtests.driver;

import io.tradewind.client.Tradewind;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.StackPlan;
import io.tradewind.systemtests.books.Books;
import io.tradewind.systemtests.books.Facts.Acknowledged;
import io.tradewind.systemtests.books.FactsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The running system as the tests see it, and what they were promised by it. */
public final class Platform implements AutoCloseable {

  /** Promise 1: an order settles within 60 s once nothing is broken. */
  private static final Duration REST = Duration.ofSeconds(60);

  /** What did not settle once is not waited for at the end of every other class as well. */
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(3);

  /** The server looks at its configuration every two seconds. */
  private static final Duration LEVELS_TAKEN = Duration.ofSeconds(15);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /**
   * What the container writes a report for although the client alone is to blame: a forged token, a
   * path that no application owns, a body that is no gzip.
   */
  private static final List<String> OF_THE_CLIENT =
      List.of("InvalidJwtSignatureException", "SRVE0190E", "DataFormatException");

  /**
   * After a restart the container cannot read the index of classes that it kept for the OpenAPI
   * document of an application with a filter; it scans them again.
   */
  private static final String OF_THE_CONTAINER = "openapi20.internal.cache.CacheEntry";

  private final Set<String> poisoned = ConcurrentHashMap.newKeySet();
  private final Stack stack;
  private final TraceReceiver traces;
  private final RawHttp raw;
  private final Collection<Acknowledged> promised = new ConcurrentLinkedQueue<>();
  private final List<Customer> crowd = new ArrayList<>();
  private Staff staff;
  private Duration rest = REST;

  private Platform(Stack stack, TraceReceiver traces) {
    this.stack = stack;
    this.traces = traces;
    this.raw = new RawHttp(path -> stack.url(serviceOf(path)));
  }

  /** All services in one server, on free ports, with traces on. */
  public static Platform start() {
    try {
      TraceReceiver traces = new TraceReceiver();
      Platform platform = new Platform(plan(traces).start(), traces);
      TradewindEnvironment.answersAt(platform.base().toString());
      return platform;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StackPlan plan(TraceReceiver traces) {
    return Stack.forTests()
        // full strength is for the service's own tests: a crowd of people has to be registered here
        .env("TRADEWIND_PASSWORDS_ITERATIONS", "1000")
        .env("TRACES_DISABLED", "false")
        .env("OTEL_BSP_SCHEDULE_DELAY", "500")
        .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint());
  }

  /** Another view of a stack that a test has started itself. */
  public static Platform over(Stack stack, TraceReceiver traces) {
    return new Platform(stack, traces);
  }

  public Stack stack() {
    return stack;
  }

  public TraceReceiver traces() {
    return traces;
  }

  /** The outward contract, as an integrator would use it; signed in as nobody. */
  public Tradewind client() {
    return Tradewind.at(service -> stack.url(Service.valueOf(service.toUpperCase(Locale.ROOT))));
  }

  public RawHttp raw() {
    return raw;
  }

  /**
   * Where notifications are served, and in the default topology all else too; ends with a slash.
   */
  public URI base() {
    return stack.url(Service.NOTIFICATIONS);
  }

  /** By the first words of the path, {@code /api/orders/...}; what no service owns is anyone's. */
  private static Service serviceOf(String path) {
    return Arrays.stream(Service.values())
        .filter(service -> path.startsWith("/api/" + service.id()))
        .findFirst()
        .orElse(Service.ORDERS);
  }

  /** Somebody new, registered and signed in. */
  public Customer customer() {
    return Customer.register(this);
  }

  /** So many different people. */
  public synchronized List<Customer> crowd(int people) {
    while (crowd.size() < people) {
      crowd.add(customer());
    }
    return crowd.subList(0, people);
  }

  /** What a browser on the platform's own pages sends as Origin. */
  public String origin() {
    String base = base().toString();
    return base.substring(0, base.length() - 1);
  }

  /** The first admin, who may do what staff may. */
  public synchronized Staff staff() {
    if (staff == null) {
      staff = new Staff(this);
    }
    return staff;
  }

  /** A name that no other test has. */
  public static String fresh(String prefix) {
    return prefix
        + "-"
        + Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT)
        + NUMBERS.incrementAndGet();
  }

  public void promised(UUID orderId, UUID userId, String key) {
    promised.add(new Acknowledged(orderId, userId, key));
  }

  /** What the databases and the provider say of everything that was promised so far. */
  public Books audit() throws SQLException, IOException, InterruptedException {
    Books books = new FactsReader(stack).auditAtRest(promised, rest);
    if (!books.balance()) {
      rest = AFTER_A_FAILURE;
    }
    return books;
  }

  /** A key under which a test has published what nobody can read. */
  public void poisoned(String key) {
    poisoned.add(key);
  }

  public Set<String> poisoned() {
    return Set.copyOf(poisoned);
  }

  /** What the server says of itself, from its start. */
  public List<String> log() {
    try {
      return Files.readAllLines(stack.server(Service.ORDERS).log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The running server logs at other levels meanwhile.
   *
   * @param levels Liberty's trace specification, such as {@code *=info:io.tradewind.*=fine}
   */
  public void atLevels(String levels, Act work) throws IOException {
    Path overrides = Files.createDirectories(stack.server(Service.ORDERS).overrides());
    Path draft = Files.createTempFile(overrides.getParent(), "levels", ".new");
    Files.writeString(draft, "<server><logging traceSpecification=\"" + levels + "\"/></server>");
    Path file = overrides.resolve("levels.xml");
    awaitLevels(levels, () -> Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE));
    try {
      work.happens();
    } finally {
      awaitLevels("*=info", () -> Files.delete(file));
    }
  }

  private void awaitLevels(String levels, Act change) throws IOException {
    String taken = "The new trace state is " + levels + ".";
    int before = log().size();
    change.happens();
    List<String> said =
        Eventually.ask(
            LEVELS_TAKEN,
            () -> log().stream().skip(before).filter(line -> line.contains(taken)).toList(),
            lines -> !lines.isEmpty());
    if (said.isEmpty()) {
      throw new IllegalStateException("the server did not take the levels " + levels);
    }
  }

  /** Something that is done. */
  @FunctionalInterface
  public interface Act {
    void happens() throws IOException;
  }

  /** What the server holds for a failure of its own; a refused request or forged token is none. */
  public List<String> incidents() throws IOException {
    Path reports = stack.server(Service.ORDERS).incidents();
    List<String> incidents = new ArrayList<>();
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().startsWith("ffdc_")).toList()) {
        String report = file.getFileName() + ": " + Files.readAllLines(file).subList(1, 5);
        if (!report.contains(OF_THE_CONTAINER)
            && OF_THE_CLIENT.stream().noneMatch(report::contains)) {
          incidents.add(report);
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return incidents;
  }

  @Override
  public void close() {
    keepLogs();
    stack.close();
    traces.close();
  }

  /**
   * The stack throws its data away; what the servers said is kept for whoever looks into a failure.
   */
  private void keepLogs() {
    Path kept = Path.of("target", "logs");
    try (Stream<Path> logs = Files.list(stack.server(Service.ORDERS).log().getParent())) {
      Files.createDirectories(kept);
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
