package io.tradewind.systemtests.torture;

import io.tradewind.stack.Service;
import io.tradewind.systemtests.Checkout;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A bug in one service: a few words of its source are others, and the class that they make is put
 * into a copy of its WAR. The product has no switch for it, and a plant whose words are no longer
 * there fails.
 */
enum Plant {
  NO_INBOX(
      Service.NOTIFICATIONS,
      "notification-war",
      "io.tradewind.notifications.control.OrderTelling",
      "envelope.id(),",
      "java.util.UUID.randomUUID(),",
      Fault.REPEATED_AND_REORDERED,
      Promise.NOTHING_IS_DONE_TWICE),
  PUBLISHED_BEFORE_COMMIT(
      Service.ORDERS,
      "shared-lib",
      "io.tradewind.messaging.Outbox",
      "    pending()\n        .add(\n            new OutboxRow(",
      """
          OutboxRow early =
              new OutboxRow(
                  id, null, 0, null, Topic.of(message).topicName(), message.key(), message.type(),
                  Instant.now(), TraceContext.current(), MessageJson.write(message));
          try (Connection own =
              jakarta.enterprise.inject.spi.CDI.current().select(ServiceDatabase.class).get().unpooled()) {
            OutboxTable.insert(own, List.of(early));
            bell.ring();
          } catch (SQLException failed) {
            throw Databases.unchecked(failed);
          }
          new ArrayList<OutboxRow>()
        .add(
            new OutboxRow(""",
      Fault.KILLED_BEFORE_COMMIT,
      Promise.MONEY_BALANCES),
  MARKED_BEFORE_ACKNOWLEDGED(
      Service.ORDERS,
      "shared-lib",
      "io.tradewind.messaging.RelayLoop",
      "    Dispatch dispatch = new Dispatch(pipe);\n",
      "    delivered.add(rows);\n    delivered.mark();\n    Dispatch dispatch = new Dispatch(pipe);\n",
      Fault.KILLED_BETWEEN_COMMIT_AND_PUBLISH,
      Promise.REDIS_AND_THE_BROKERS_DISK_MAY_BE_LOST),
  EXCEPTION_SWALLOWED(
      Service.ORDERS,
      "shared-lib",
      "io.tradewind.messaging.OrderedDelivery",
      "ParkedTable.store(connection, channel, List.of(culprit), causeOf(failure));",
      "",
      Fault.POISON,
      Promise.ONE_BAD_MESSAGE_STOPS_NOBODY_ELSE),
  PUSHED_BEFORE_COMMIT(
      Service.NOTIFICATIONS,
      "notification-war",
      "io.tradewind.notifications.boundary.OrderNews",
      "transaction.registerInterposedSynchronization(new Pushing(fresh));",
      "pump.stored(fresh);",
      Fault.CONNECTIONS_SILENT,
      Promise.NOTHING_IS_DONE_TWICE),
  DECIDED_IN_REDIS(
      Service.INVENTORY,
      "inventory-war",
      "io.tradewind.inventory.entity.Shelves",
      "if (stock.available() < line.getValue()) {",
"""
      var shown =
          jakarta.enterprise.inject.spi.CDI.current()
              .select(io.tradewind.inventory.control.RedisStock.class)
              .get()
              .shown(List.of(line.getKey()))
              .get(line.getKey());
      if (shown != null && shown.available() < line.getValue()) {
""",
      Fault.REDIS_EMPTIED,
      Promise.ONE_BAD_MESSAGE_STOPS_NOBODY_ELSE);

  final Service service;
  final Fault fault;
  final Promise broken;
  private final String module;
  private final String type;
  private final String words;
  private final String others;

  Plant(
      Service service,
      String module,
      String type,
      String words,
      String others,
      Fault fault,
      Promise broken) {
    this.service = service;
    this.module = module;
    this.type = type;
    this.words = words;
    this.others = others;
    this.fault = fault;
    this.broken = broken;
  }

  /** A copy of the service's WAR with the bug in it. */
  Path war(Path folder) throws IOException {
    Path classes = compile(folder);
    String name = warName();
    Path war = folder.resolve(name + ".war");
    Files.copy(
        Checkout.root().resolve(name).resolve("target").resolve(name + ".war"),
        war,
        StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem inside = FileSystems.newFileSystem(war)) {
      if (module.equals("shared-lib")) {
        plantInLibrary(inside, classes, folder);
      } else {
        copy(classes, inside.getPath("WEB-INF/classes"));
      }
    }
    return war;
  }

  private String warName() {
    return switch (service) {
      case USERS -> "user-war";
      case ORDERS -> "order-war";
      case PAYMENTS -> "payment-war";
      case INVENTORY -> "inventory-war";
      case NOTIFICATIONS -> "notification-war";
    };
  }

  private static void plantInLibrary(FileSystem war, Path classes, Path folder) throws IOException {
    Path packed;
    try (Stream<Path> libraries = Files.list(war.getPath("WEB-INF/lib"))) {
      packed =
          libraries
              .filter(jar -> jar.getFileName().toString().startsWith("shared-lib"))
              .findFirst()
              .orElseThrow();
    }
    Path library = folder.resolve("shared-lib.jar");
    Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem inside = FileSystems.newFileSystem(library)) {
      copy(classes, inside.getPath("/"));
    }
    Files.copy(library, packed, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The classes that the changed source makes. */
  Path compile(Path folder) throws IOException {
    Path original =
        Checkout.root()
            .resolve(module)
            .resolve("src/main/java")
            .resolve(type.replace('.', '/') + ".java");
    String source = Files.readString(original);
    if (!source.contains(words)) {
      throw new IllegalStateException(this + " cannot be planted: " + original + " has changed");
    }
    Path changed =
        Files.createDirectories(folder.resolve("source")).resolve(original.getFileName());
    Files.writeString(changed, source.replace(words, others));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjects(changed);
      List<String> options =
          List.of(
              "--release",
              "17",
              "-parameters",
              "-proc:none",
              "-implicit:none",
              "-nowarn",
              "-cp",
              classPath(),
              "-d",
              classes.toString());
      if (!compiler.getTask(null, files, null, options, null, units).call()) {
        throw new IllegalStateException(this + " does not compile any more");
      }
    }
    return classes;
  }

  /** All modules, what is in the server's library, and the interfaces of the server itself. */
  private static String classPath() throws IOException {
    Path root = Checkout.root();
    Stream<Path> modules =
        Stream.of("shared-lib", "inventory-war", "notification-war")
            .map(module -> root.resolve(module).resolve("target/classes"));
    try (Stream<Path> api = Files.walk(root.resolve("liberty-config/target/wlp/dev"));
        Stream<Path> library = Files.list(root.resolve("liberty-config/target/lib"))) {
      Stream<Path> jars =
          Stream.concat(api, library).filter(file -> file.toString().endsWith(".jar"));
      return Stream.concat(modules, jars).map(Path::toString).collect(Collectors.joining(":"));
    }
  }
}
