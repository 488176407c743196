package io.tradewind.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** The parts to start, and their settings. */
public final class StackPlan {

  private final List<Service> services;
  private final Checkout checkout = Checkout.find();
  private final Map<String, String> env = new HashMap<>();
  private Topology topology;
  private Ports ports = Ports.configured();
  private DataFolder data;
  private String jvm = "quick";
  private Consumer<String> progress = line -> {};
  private IntUnaryOperator detour = IntUnaryOperator.identity();

  StackPlan(Set<Service> services) {
    this.services = Arrays.stream(Service.values()).filter(services::contains).toList();
    this.topology =
        this.services.size() == Service.values().length ? Topology.ALL_IN_ONE : Topology.SPLIT;
  }

  StackPlan ports(Ports value) {
    ports = value;
    return this;
  }

  StackPlan data(DataFolder value) {
    data = value;
    return this;
  }

  StackPlan temporaryData() {
    return data(DataFolder.temporary());
  }

  /** One server for all services or one each; a subset of the services always has one each. */
  public StackPlan topology(Topology value) {
    topology = value;
    return this;
  }

  /** An environment variable of every Liberty server, over the stack's own. */
  public StackPlan env(String name, String value) {
    env.put(name, value);
    return this;
  }

  /**
   * Lets the servers reach PostgreSQL, Kafka, Redis and the provider through other ports, which a
   * test can break.
   *
   * @param byPort maps the port of a part, which need not be open yet, to the port to be used
   */
  public StackPlan detour(IntUnaryOperator byPort) {
    detour = byPort;
    return this;
  }

  int reachedBy(int port) {
    return detour.applyAsInt(port);
  }

  boolean quick() {
    return jvm.equals("quick");
  }

  /** Production's JVM options instead of the quick start's, for the broker and provider as well. */
  public StackPlan productionJvm() {
    jvm = "production";
    return this;
  }

  StackPlan progress(Consumer<String> listener) {
    progress = listener;
    return this;
  }

  /** Starts everything; after a failure it stops what was started. */
  public Stack start() {
    Stack stack = prepare();
    try {
      stack.start();
      return stack;
    } catch (RuntimeException e) {
      data.keep();
      stack.close();
      throw e;
    }
  }

  /** The stack before its start, for a launcher that must be able to stop it half-way. */
  Stack prepare() {
    return new Stack(this, data, progress);
  }

  List<Service> services() {
    return services;
  }

  Checkout checkout() {
    return checkout;
  }

  Ports ports() {
    return ports;
  }

  void requireFreePorts() {
    ports.requireFree(topology);
  }

  List<LibertyServer> servers(Stack stack) {
    if (topology == Topology.ALL_IN_ONE) {
      LibertyServer one =
          server("all-in-one", "all-in-one", services, ports.http(), ports.https().number(), stack);
      services.forEach(service -> stack.serves(service, one));
      return List.of(one);
    }
    List<LibertyServer> servers = new ArrayList<>();
    for (Service service : services) {
      LibertyServer own = single(service.id(), service, ports.services().get(service), stack);
      stack.serves(service, own);
      servers.add(own);
    }
    return servers;
  }

  /** One more server of the service, on a free port. */
  LibertyServer replica(Service service, Stack stack) {
    return single(service.id() + "-replica", service, Port.free(service.id()), stack);
  }

  /** TLS is the job of a proxy in front of single services, so they have no HTTPS port. */
  private LibertyServer single(String name, Service service, Port http, Stack stack) {
    return server(name, service.id(), List.of(service), http, -1, stack);
  }

  private LibertyServer server(
      String name,
      String configuration,
      List<Service> contained,
      Port http,
      int https,
      Stack stack) {
    var settings = new ServerSettings(stack, ports, topology);
    Map<String, String> all = settings.environment(name, contained, http.number(), https);
    all.putAll(env);
    return new LibertyServer(
        name,
        configuration,
        contained,
        stack.path("liberty"),
        stack.log(name),
        http.number(),
        all,
        jvm,
        checkout);
  }
}
