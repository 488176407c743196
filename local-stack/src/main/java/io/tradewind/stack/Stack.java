package io.tradewind.stack;

import io.tradewind.migration.Database;
import io.tradewind.migration.MigrationFailure;
import io.tradewind.migration.War;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The running stack, or the part of it that a test needs. What was started last stops first:
 * Liberty, the provider, Kafka, Redis, PostgreSQL.
 */
public final class Stack implements AutoCloseable {

  private final StackPlan plan;
  private final Consumer<String> progress;
  private final DataFolder data;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Map<Service, LibertyServer> servers = new EnumMap<>(Service.class);
  private Infrastructure infrastructure;
  private LocalMail mail;
  private boolean closed;

  Stack(StackPlan plan, DataFolder data, Consumer<String> progress) {
    this.plan = plan;
    this.data = data;
    this.progress = progress;
  }

  /** The given services, or all when none is named, on free ports with temporary data. */
  public static StackPlan forTests(Service... services) {
    Set<Service> chosen = services.length == 0 ? Set.of(Service.values()) : Set.of(services);
    return new StackPlan(chosen).ports(Ports.free()).temporaryData();
  }

  void start() {
    plan.requireFreePorts();
    Checkout checkout = plan.checkout();
    startInfrastructure(checkout);
    plan.services().forEach(service -> prepareDatabase(service, checkout));
    startServers();
  }

  private void startInfrastructure(Checkout checkout) {
    Ports ports = plan.ports();
    progress.accept("Starting PostgreSQL, Redis and Kafka");
    infrastructure =
        Infrastructure.in(
            data, ports, checkout, plan.reachedBy(ports.kafka().number()), plan.quick());
    infrastructure.parts().forEach(this::add);
    mail = add(new LocalMail(data.path("mail"), ports.mail().number()));
    begin(mail::start);
    infrastructure.slowestFirst().forEach(part -> begin(part::launch));
    infrastructure.postgres().awaitReady();
    progress.accept(
        "PostgreSQL is up on port " + ports.postgres().number() + ", every commit on disk");
    infrastructure.redis().awaitReady();
    progress.accept("Redis is up on port " + ports.redis().number());
    infrastructure.provider().awaitReady();
    progress.accept("The simulated payment provider is up on port " + ports.provider().number());
    progress.accept("Mail is written to " + mail.folder());
  }

  private void prepareDatabase(Service service, Checkout checkout) {
    infrastructure.postgres().createDatabase(service.id());
    try {
      Database database = infrastructure.postgres().database(service.id());
      database.alone(() -> database.migrate(War.read(checkout.war(service))));
    } catch (MigrationFailure e) {
      throw new StartFailure(e.getMessage() + " Or start over with -Dfresh.", e);
    }
    progress.accept("The schema of " + service.id() + " is up to date");
  }

  private void startServers() {
    infrastructure.kafka().awaitReady();
    infrastructure.kafka().createTopics(DeclaredTopics.onOneBroker());
    progress.accept(
        "Kafka is up on port " + plan.ports().kafka().number() + ", its topics are there");
    List<LibertyServer> started = plan.servers(this);
    started.forEach(this::add);
    for (LibertyServer server : started) {
      progress.accept("Starting Liberty at " + server.url());
      begin(server::launch);
    }
    for (LibertyServer server : started) {
      server.awaitReady();
      progress.accept("Liberty is ready at " + server.url());
    }
  }

  /**
   * Starts one more server of each of these services: a second replica on the same database and
   * topics, on a free port. Clients use it by its own address.
   */
  public List<LibertyServer> startReplicas(Service... services) {
    return startReplicas(Map.of(), services);
  }

  /**
   * @param env environment of these servers only, over the stack's own
   */
  public List<LibertyServer> startReplicas(Map<String, String> env, Service... services) {
    List<LibertyServer> replicas =
        Arrays.stream(services).map(service -> add(plan.replica(service, this))).toList();
    replicas.forEach(replica -> replica.setEnv(env));
    replicas.forEach(replica -> begin(replica::launch));
    replicas.forEach(LibertyServer::awaitReady);
    return replicas;
  }

  /**
   * Waits for the first products to get from inventory into the price list of orders, because ready
   * servers alone take no orders. It reads the metric of that list, as an operator would.
   */
  void awaitOrderable(int products) {
    progress.accept("Waiting for the first products to be orderable");
    server(Service.ORDERS).awaitMetric("tradewind_orderable_products", products);
  }

  /** Refuses to start anything more after a stop during the start. */
  private synchronized void begin(Runnable launch) {
    if (closed) {
      throw new StartFailure("Stopped while starting.");
    }
    launch.run();
  }

  private <T extends AutoCloseable> T add(T part) {
    running.push(part);
    return part;
  }

  void serves(Service service, LibertyServer server) {
    servers.put(service, server);
  }

  public LocalPostgres postgres() {
    return infrastructure.postgres();
  }

  public LocalKafka kafka() {
    return infrastructure.kafka();
  }

  public LocalRedis redis() {
    return infrastructure.redis();
  }

  public LocalProvider provider() {
    return infrastructure.provider();
  }

  /** The server for the services' mails. */
  public LocalMail mail() {
    return mail;
  }

  /** The server that this service runs in; in the default topology all have the same. */
  public LibertyServer server(Service service) {
    return servers.get(service);
  }

  /** The address of this service's server, with a slash at the end and without the context root. */
  public URI url(Service service) {
    return server(service).url();
  }

  /** The password of admin@tradewind.example. */
  public String adminPassword() {
    return data.adminPassword();
  }

  Secrets secrets() {
    return data.secrets();
  }

  int reachedBy(int port) {
    return plan.reachedBy(port);
  }

  Path path(String name) {
    return data.path(name);
  }

  Path log(String name) {
    return data.log(name);
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Stops everything in order; safe to call twice, and while it is still starting. */
  @Override
  public void close() {
    List<AutoCloseable> parts;
    synchronized (this) {
      closed = true;
      parts = new ArrayList<>(running);
      running.clear();
    }
    stopServersTogether(parts);
    parts.stream().filter(part -> !(part instanceof LibertyServer)).forEach(this::stop);
    data.close();
  }

  private void stopServersTogether(List<AutoCloseable> parts) {
    List<Thread> stopping =
        parts.stream()
            .filter(LibertyServer.class::isInstance)
            .map(server -> new Thread(() -> stop(server), "stop-liberty"))
            .toList();
    stopping.forEach(Thread::start);
    for (Thread thread : stopping) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void stop(AutoCloseable part) {
    try {
      part.close();
      progress.accept("Stopped " + part);
    } catch (Exception e) {
      progress.accept("Could not stop " + part + ": " + e.getMessage());
    }
  }
}
