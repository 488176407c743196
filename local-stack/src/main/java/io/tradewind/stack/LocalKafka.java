package io.tradewind.stack;

import io.tradewind.migration.MigrationFailure;
import io.tradewind.migration.QuietLibraries;
import io.tradewind.migration.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** One Kafka broker that is its own controller, in a small JVM of its own. */
public final class LocalKafka extends LocalPart {

  private final Path folder;
  private final Path log;
  private final int port;
  private final int advertised;
  private final boolean quick;
  private final LocalKafka controller;
  private int controllerPort;

  /**
   * @param advertised the port that the broker advertises to clients
   * @param quick whether the JVM is set for a quick start, at the price of slower code
   */
  LocalKafka(Path folder, Path log, int port, int advertised, boolean quick) {
    this(folder, log, port, advertised, quick, null);
  }

  private LocalKafka(
      Path folder, Path log, int port, int advertised, boolean quick, LocalKafka controller) {
    super("Kafka", Duration.ofSeconds(10));
    this.folder = folder;
    this.log = log;
    this.port = port;
    this.advertised = advertised;
    this.quick = quick;
    this.controller = controller;
  }

  /** A broker on a free port with its data in the given folder, already started, without topics. */
  public static LocalKafka start(Path folder) {
    int port = Port.freeNumber();
    var kafka =
        new LocalKafka(folder.resolve("kafka"), folder.resolve("logs/kafka.log"), port, port, true);
    kafka.start();
    return kafka;
  }

  /** A second broker in this one's cluster, already started; their node ids are 1 and 2. */
  public LocalKafka startASecond() {
    int free = Port.freeNumber();
    var second =
        new LocalKafka(
            folder.resolveSibling("kafka-2"),
            log.resolveSibling("kafka-2.log"),
            free,
            free,
            quick,
            this);
    empty(second.folder);
    second.start();
    return second;
  }

  @Override
  Child begin() {
    try {
      Files.createDirectories(folder);
      Path configuration = folder.resolve("server.properties");
      controllerPort = controller == null ? Port.freeNumber() : controller.controllerPort;
      Files.writeString(configuration, roles() + configuration());
      return Child.start(
          "Kafka",
          folder,
          log,
          "TERM",
          Map.of(),
          Child.java(
              Child.smallJvm(256, quick),
              KafkaBroker.class,
              configuration.toString(),
              logs().toString(),
              (controller == null ? this : controller).logs().toString()));
    } catch (IOException e) {
      throw new StartFailure("Cannot write to " + folder + ": give this user write permission.", e);
    }
  }

  @Override
  void awaitReady(Child begun) {
    begun.await(Duration.ofSeconds(90), this::answers);
  }

  /**
   * The controller's port changes with every start: nothing else uses it, so no fixed port can be
   * taken.
   */
  private String roles() {
    return controller == null
        ? """
        process.roles=broker,controller
        node.id=1
        listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
        """
            .formatted(port, controllerPort)
        : """
        process.roles=broker
        node.id=2
        listeners=PLAINTEXT://127.0.0.1:%d
        """
            .formatted(port);
  }

  private String configuration() {
    return """
    controller.quorum.voters=1@127.0.0.1:%1$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%3$d
    controller.listener.names=CONTROLLER
    inter.broker.listener.name=PLAINTEXT
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
    log.dirs=%2$s
    auto.create.topics.enable=false
    # everybody may do everything until a test takes a right away
    authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
    allow.everyone.if.no.acl.found=true
    num.network.threads=2
    num.io.threads=4
    num.replica.fetchers=1
    log.index.size.max.bytes=1048576
    # the cleaner's default buffer alone would be half of the heap
    log.cleaner.dedupe.buffer.size=8388608
    offsets.topic.num.partitions=6
    offsets.topic.replication.factor=1
    transaction.state.log.num.partitions=2
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.num.partitions=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    # an offset commit answers in half a millisecond instead of six
    group.coordinator.append.linger.ms=0
    """
        .formatted(controllerPort, logs(), advertised);
  }

  private Path logs() {
    return folder.resolve("logs");
  }

  /** Simulates a broker that loses its disk: it has its topics again, but they are empty. */
  public void loseEverything() {
    kill();
    empty(logs());
    start();
    remakeTopics();
  }

  private static void empty(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new StartFailure("Cannot empty " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Deletes a topic; {@link #remakeTopics} creates it again, empty. */
  public void deleteTopic(String name) {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(name)).all().toCompletionStage().toCompletableFuture().join();
      await(Duration.ofSeconds(10), () -> !topics(admin).contains(name));
    }
  }

  private static Set<String> topics(Admin admin) {
    return admin.listTopics().names().toCompletionStage().toCompletableFuture().join();
  }

  /** Creates missing topics of the declared ones. */
  public void remakeTopics() {
    createTopics(DeclaredTopics.onOneBroker());
  }

  private boolean answers() {
    try (Admin admin = admin()) {
      return admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).stream()
          .anyMatch(node -> node.port() == advertised);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Creates the missing ones of the given topics; existing ones are not changed. */
  public void createTopics(List<NewTopic> topics) {
    try (Admin admin = admin()) {
      Topics.create(admin, topics);
    } catch (MigrationFailure e) {
      throw new StartFailure(e.getMessage() + " See " + log + ".", e);
    }
  }

  public Admin admin() {
    QuietLibraries.now();
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "200"));
  }

  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return "localhost:" + port;
  }
}
