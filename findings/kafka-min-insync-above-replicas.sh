#!/usr/bin/env bash
# Apache Kafka 4.4.0 (broker and clients), KRaft, one broker.
#
# A topic with one replica and min.insync.replicas=2 takes acks=all writes as if the minimum were 1: the broker
# counts at most as many replicas in sync as the topic has. One would expect NOT_ENOUGH_REPLICAS. So a minimum that
# was raised without raising the replication factor protects nothing, and a test of a topic below its minimum needs
# two brokers.
#
# Needs a JDK 17 or newer and Maven. Prints what was seen; fails when it is different.
set -euo pipefail

version=4.4.0
work=$(mktemp -d)
broker=
cleanup() {
  [ -z "$broker" ] || kill "$broker" 2>/dev/null || true
  [ -z "$broker" ] || wait "$broker" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
cd "$work"

cat >pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>$version</version>
  </dependency></dependencies></project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=libs >/dev/null

free_port() { java Port.java; }
cat >Port.java <<'JAVA'
class Port {
  public static void main(String[] none) throws Exception {
    try (var socket = new java.net.ServerSocket(0)) {
      System.out.println(socket.getLocalPort());
    }
  }
}
JAVA
port=$(free_port)
controller=$(free_port)
cat >server.properties <<PROPERTIES
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$work/logs
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
PROPERTIES
java -cp 'libs/*' kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAQ -c server.properties >format.log 2>&1
java -Xmx512m -cp 'libs/*' kafka.Kafka server.properties >broker.log 2>&1 &
broker=$!

cat >Finding.java <<'JAVA'
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;

class Finding {
  public static void main(String[] address) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", address[0]);
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("careful", Optional.of(1), Optional.of((short) 1))
                      .configs(Map.of("min.insync.replicas", "2"))))
          .all()
          .get(60, TimeUnit.SECONDS);
      var topic = new ConfigResource(ConfigResource.Type.TOPIC, "careful");
      System.out.println(
          "min.insync.replicas="
              + admin.describeConfigs(List.of(topic)).all().get().get(topic).get("min.insync.replicas").value());
    }
    Map<String, Object> careful =
        Map.of("bootstrap.servers", address[0], "acks", "all", "delivery.timeout.ms", 15000, "request.timeout.ms", 5000);
    try (var producer = new KafkaProducer<>(careful, new StringSerializer(), new StringSerializer())) {
      System.out.println(
          "written at offset " + producer.send(new ProducerRecord<>("careful", "key", "value")).get().offset());
    } catch (ExecutionException refused) {
      System.out.println("refused: " + refused.getCause().getClass().getSimpleName());
    }
  }
}
JAVA
java -cp 'libs/*' Finding.java "127.0.0.1:$port" >seen.log 2>client.log || { cat client.log broker.log >&2; exit 1; }
cat seen.log
diff - seen.log <<SEEN
min.insync.replicas=2
written at offset 0
SEEN
echo "Kafka $version behaves as described."
