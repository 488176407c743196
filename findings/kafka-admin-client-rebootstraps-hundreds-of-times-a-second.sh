#!/usr/bin/env bash
# Apache Kafka clients 4.4.0, Admin, default settings, no broker reachable (nobody listens on the bootstrap port).
#
# While a request waits for a broker, the client goes back to its bootstrap servers in each turn of its loop, without a
# pause, and logs "Rebootstrapping with Cluster(...)" at INFO each time: hundreds of lines a second, for as long as
# requests are made and the outage lasts. reconnect.backoff.ms does not change it; retry.backoff.ms=1000 leaves a few a
# second, and metadata.recovery.strategy=none leaves none.
#
# Needs a JDK 17 or newer and Maven. Prints what was seen; fails when it is different.
set -euo pipefail

version=4.4.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>$version</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId><artifactId>slf4j-jdk14</artifactId><version>1.7.36</version>
    </dependency>
  </dependencies></project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=libs >/dev/null

cat >Unreachable.java <<'JAVA'
import java.net.ServerSocket;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;

/** Prints how often a second an admin client rebootstraps while it asks for one topic for ten seconds. */
class Unreachable {
  public static void main(String[] settings) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    AtomicInteger lines = new AtomicInteger();
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            if (line.getMessage().contains("Rebootstrapping")) {
              lines.incrementAndGet();
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    Properties all = new Properties();
    all.put("bootstrap.servers", "localhost:" + port);
    all.put("request.timeout.ms", "5000");
    all.put("default.api.timeout.ms", "10000");
    for (String setting : settings) {
      all.put(setting.split("=")[0], setting.split("=")[1]);
    }
    try (Admin admin = Admin.create(all)) {
      admin.describeTopics(List.of("letters")).allTopicNames().get();
    } catch (ExecutionException noBroker) {
      System.out.println(lines.get() / 10);
    }
  }
}
JAVA

rate() { java -cp 'libs/*' Unreachable.java "$@"; }

default=$(rate)
slower_reconnect=$(rate reconnect.backoff.ms=1000)
slower_retry=$(rate retry.backoff.ms=1000)
none=$(rate metadata.recovery.strategy=none)
echo "kafka-clients $version, rebootstraps a second: $default by default, $slower_reconnect with reconnect.backoff.ms=1000,"
echo "$slower_retry with retry.backoff.ms=1000, $none with metadata.recovery.strategy=none"
[ "$default" -ge 50 ] && [ "$slower_reconnect" -ge 50 ] && [ "$slower_retry" -le 10 ] && [ "$none" -eq 0 ]
