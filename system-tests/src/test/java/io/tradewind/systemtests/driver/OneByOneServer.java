package io.tradewind.systemtests.driver;

import io.tradewind.stack.Port;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A Liberty server with the small application and Liberty's own Kafka connector. */
public final class OneByOneServer implements AutoCloseable {

  private static final String NAME = "one-by-one";
  private static final String CLASSES = "io/tradewind/systemtests/onebyone/";

  private final int port = Port.freeNumber();
  private final Path log;
  private final Process process;

  public OneByOneServer(Path folder, String bootstrapServers) throws IOException {
    Path server = Files.createDirectories(folder.resolve("servers").resolve(NAME));
    Files.writeString(server.resolve("server.xml"), configuration());
    pack(
        Files.createDirectories(server.resolve("apps")).resolve("one-by-one.war"),
        bootstrapServers);
    log = folder.resolve("console.log");
    ProcessBuilder builder =
        new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("WLP_USER_DIR", folder.toString());
    builder.environment().put("WLP_OUTPUT_DIR", folder.resolve("servers").toString());
    process = builder.start();
  }

  public URI heard() {
    return URI.create("http://localhost:" + port + "/heard");
  }

  public Path log() {
    return log;
  }

  private String configuration() {
    return """
        <server>
          <featureManager>
            <feature>servlet-6.1</feature>
            <feature>cdi-4.1</feature>
            <feature>mpConfig-3.1</feature>
            <feature>mpReactiveMessaging-3.0</feature>
          </featureManager>
          <httpEndpoint id="defaultHttpEndpoint" host="localhost" httpPort="%d" httpsPort="-1"/>
          <library id="kafka" apiTypeVisibility="+third-party">
            <fileset dir="%s" includes="kafka-clients-*.jar slf4j-*.jar lz4-*.jar zstd-*.jar snappy-*.jar"/>
          </library>
          <webApplication location="one-by-one.war" contextRoot="/">
            <classloader apiTypeVisibility="+third-party" commonLibraryRef="kafka"/>
          </webApplication>
        </server>
        """
        .formatted(port, ProjectFolder.root().resolve("liberty-config/target/lib"));
  }

  private static void pack(Path war, String bootstrapServers) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(war))) {
      add(jar, "WEB-INF/beans.xml", "".getBytes());
      add(
          jar,
          "WEB-INF/classes/META-INF/microprofile-config.properties",
          """
          mp.messaging.connector.liberty-kafka.bootstrap.servers=%s
          mp.messaging.incoming.order-events.connector=liberty-kafka
          mp.messaging.incoming.order-events.group.id=one-by-one
          mp.messaging.incoming.order-events.auto.offset.reset=earliest
          mp.messaging.incoming.order-events.key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
          mp.messaging.incoming.order-events.value.deserializer=org.apache.kafka.common.serialization.StringDeserializer
          """
              .formatted(bootstrapServers)
              .getBytes());
      for (String name : List.of("SingleMessageConsumer.class", "ReceivedServlet.class")) {
        try (var bytes = OneByOneServer.class.getResourceAsStream("/" + CLASSES + name)) {
          add(jar, "WEB-INF/classes/" + CLASSES + name, bytes.readAllBytes());
        }
      }
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }

  /** The command of Liberty's script, without the shell: the child's pid is the server's. */
  private static List<String> command() throws IOException {
    Path liberty = ProjectFolder.root().resolve("liberty-config/target/wlp");
    String options = Runtime.version().feature() < 24 ? "java9.options" : "java24.options";
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-javaagent:" + liberty.resolve("bin/tools/ws-javaagent.jar"));
    Files.readAllLines(liberty.resolve("lib/platform/java").resolve(options)).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(command::add);
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-jar", liberty.resolve("bin/tools/ws-server.jar").toString(), NAME));
    return command;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
