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

/** The running system as the tests use it, and the orders that it has acknowledged. */
public final class Platform implements AutoCloseable {

  /** Promise 1: an order settles within 60 s once nothing is broken. */
  private static final Duration REST = Duration.ofSeconds(60);

  /** Time-out after a failed audit, so that other classes do not wait again for the same orders. */
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(3);

  /** The server polls its configuration every two seconds. */
  private static final Duration LEVELS_TAKEN = Duration.ofSeconds(15);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /**
   * Incidents that the container reports although the client alone is the cause: a forged token, a
   * path that no application owns, a body that is no gzip.
   */
  private static final List<String> OF_THE_CLIENT =
      List.of("InvalidJwtSignatureException", "SRVE0190E", "DataFormatException");

  /**
   * An incident that is no failure: after a restart the container cannot read its saved class index
   * for the OpenAPI document of an application with a filter; it scans the classes again.
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

  /** Starts all services in one server, on free ports, with traces on. */
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
        // the service's own tests use full strength; these tests register many users
        .env("TRADEWIND_PASSWORDS_ITERATIONS", "1000")
        // a slow machine settles few orders a second, and tests place a thousand at once
        .env("TRADEWIND_ORDERS_SETTLE_WITHIN", "PT5M")
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

  /** A client of the public API, as an integrator would use it; not signed in. */
  public Tradewind client() {
    return Tradewind.at(service -> stack.url(Service.valueOf(service.toUpperCase(Locale.ROOT))));
  }

  public RawHttp raw() {
    return raw;
  }

  /**
   * The address of the notifications service, in the default topology also of all others; ends with
   * a slash.
   */
  public URI base() {
    return stack.url(Service.NOTIFICATIONS);
  }

  /**
   * The service that owns a path such as {@code /api/orders/...}; the orders service for any other
   * path.
   */
  private static Service serviceOf(String path) {
    return Arrays.stream(Service.values())
        .filter(service -> path.startsWith("/api/" + service.id()))
        .findFirst()
        .orElse(Service.ORDERS);
  }

  /** Registers and signs in a new customer. */
  public Customer customer() {
    return Customer.register(this);
  }

  /** Returns this number of different customers. */
  public synchronized List<Customer> crowd(int people) {
    while (crowd.size() < people) {
      crowd.add(customer());
    }
    return crowd.subList(0, people);
  }

  /** The Origin header that a browser sends from the platform's own pages. */
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

  /** A name that no other test uses. */
  public static String fresh(String prefix) {
    return prefix
        + "-"
        + Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT)
        + NUMBERS.incrementAndGet();
  }

  public void promised(UUID orderId, UUID userId, String key) {
    promised.add(new Acknowledged(orderId, userId, key));
  }

  /** Audits everything that was acknowledged so far, with the databases and the provider. */
  public Books audit() throws SQLException, IOException, InterruptedException {
    Books books = new FactsReader(stack).auditAtRest(promised, rest);
    if (!books.balance()) {
      rest = AFTER_A_FAILURE;
    }
    return books;
  }

  /** Notes a key under which a test has published an unreadable message. */
  public void poisoned(String key) {
    poisoned.add(key);
  }

  public Set<String> poisoned() {
    return Set.copyOf(poisoned);
  }

  /** The server's log since its start. */
  public List<String> log() {
    try {
      return Files.readAllLines(stack.server(Service.ORDERS).log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Changes the log levels of the running server while the work is done.
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

  /** An action that may fail with an {@code IOException}. */
  @FunctionalInterface
  public interface Act {
    void happens() throws IOException;
  }

  /** The server's reports of its own failures, without refused requests and forged tokens. */
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

  /** Keeps the server's logs for the analysis of a failure, because the stack deletes its data. */
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
