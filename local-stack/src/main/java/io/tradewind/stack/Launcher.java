package io.tradewind.stack;

import io.tradewind.stack.demo.Addresses;
import io.tradewind.stack.demo.Demo;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The single command: starts everything, reports when it is ready, and stops it in order. */
public final class Launcher {

  /** TEA-001 to TEA-010. */
  private static final int FIRST_PRODUCTS = 10;

  private final PrintStream out;
  private final Instant begin = Instant.now();

  private Launcher(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs inside Maven's JVM, so that the process the user started owns the stack; settings are
   * system properties: topology, fresh, data.dir and the ports.
   */
  public static void main(String[] arguments) throws InterruptedException {
    new Launcher(System.out).run();
  }

  private void run() throws InterruptedException {
    try {
      Topology topology = Topology.named(System.getProperty("topology", "all-in-one"));
      DataFolder data = DataFolder.kept(dataFolder(), isSet("fresh"));
      Stack stack = plan(topology, data).prepare();
      stopAtTheEnd(stack);
      start(stack, topology, data);
    } catch (StartFailure e) {
      failWith(e.getMessage());
    } catch (RuntimeException e) {
      failWith("Unexpected, please report it with " + dataFolder() + "/logs: " + e);
    }
    new CountDownLatch(1).await();
  }

  /** Prints one line; what has been started is stopped at exit. */
  private static void failWith(String reason) {
    System.err.println("Tradewind cannot start. " + reason);
    System.exit(1);
  }

  private void start(Stack stack, Topology topology, DataFolder data) {
    try {
      stack.start();
      announceAdmin(data);
      if (topology == Topology.INFRASTRUCTURE) {
        say("The infrastructure is ready");
      } else {
        stack.awaitOrderable(FIRST_PRODUCTS);
        out.println("Tradewind is ready: " + stack.url(Service.USERS));
        actWhenAsked(stack);
      }
    } catch (RuntimeException e) {
      if (!stack.isClosed()) {
        throw e;
      }
      // the user stopped it half-way, so failures are expected
    }
  }

  /** The exit code says whether every scene succeeded; the stack stops at exit. */
  private void actWhenAsked(Stack stack) {
    if (isSet("demo")) {
      boolean right = new Demo(addresses(stack), stack.adminPassword(), out).act();
      System.exit(right ? 0 : 1);
    }
  }

  private static Addresses addresses(Stack stack) {
    return new Addresses(
        stack.url(Service.USERS),
        stack.url(Service.ORDERS),
        stack.url(Service.PAYMENTS),
        stack.url(Service.INVENTORY),
        stack.url(Service.NOTIFICATIONS));
  }

  private StackPlan plan(Topology topology, DataFolder data) {
    Set<Service> services =
        topology == Topology.INFRASTRUCTURE ? Set.of() : Set.of(Service.values());
    return new StackPlan(services).topology(topology).data(data).progress(this::say);
  }

  private void announceAdmin(DataFolder data) {
    if (System.getenv("TRADEWIND_ADMIN_PASSWORD") == null && data.isAdminNews()) {
      say("The first admin is admin@tradewind.example with the password " + data.adminPassword());
      say("(said once; kept in " + data + "/secrets.properties)");
    }
  }

  /** Runs on Ctrl-C, SIGTERM and System.exit. */
  private static void stopAtTheEnd(Stack stack) {
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-tradewind"));
  }

  private static Path dataFolder() {
    String named = System.getProperty("data.dir");
    return named == null ? Checkout.find().data() : Path.of(named);
  }

  private static boolean isSet(String property) {
    String value = System.getProperty(property);
    return value != null && !value.equals("false");
  }

  private void say(String line) {
    out.printf("[%4.1f s] %s%n", Duration.between(begin, Instant.now()).toMillis() / 1000.0, line);
    out.flush();
  }
}
