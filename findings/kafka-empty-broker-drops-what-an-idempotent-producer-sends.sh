#!/usr/bin/env bash
# Apache Kafka 4.4.0 (broker and clients), KRaft, one broker that loses its disk and comes back empty, same cluster id.
#
# An idempotent producer keeps its producer id through the loss and writes on. The empty broker gives ids out from the
# first again, so a producer that comes later gets the id that the other still uses. What it sends first to a partition
# has the sequence number that the other has used there: the broker takes it for a repetition and acknowledges it, with
# acks=all and the offset of the other's record, and does not write it. No exception, no warning: an acknowledged record
# is lost. Without idempotence, one request in flight keeps the order and nothing is dropped.
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
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
PROPERTIES
cat >broker <<'BROKER'
#!/usr/bin/env bash
# A broker on an empty disk, of the same cluster as before.
java -cp 'libs/*' kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAQ -c server.properties >format.log 2>&1
exec java -Xmx512m -cp 'libs/*' kafka.Kafka server.properties >>broker.log 2>&1
BROKER
chmod +x broker

cat >Finding.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

class Finding {
  static Process broker;

  public static void main(String[] address) throws Exception {
    try {
      see(address[0], true);
      see(address[0], false);
    } finally {
      broker.destroy();
      broker.waitFor();
    }
  }

  static void see(String address, boolean idempotent) throws Exception {
    startEmpty();
    try (var early = producer(address, idempotent)) {
      make(address, "before");
      early.send(new ProducerRecord<>("before", "zero")).get();
      startEmpty();
      make(address, "after");
      long first = sent(early, "first");
      try (var late = producer(address, idempotent)) {
        long second = sent(late, "second");
        System.out.println(
            "idempotence " + idempotent + ": acknowledged first at " + first + " and second at " + second
                + ", the topic has " + read(address));
      }
    }
  }

  /** The end of the one before is not asked for: its disk is gone. */
  static void startEmpty() throws Exception {
    if (broker != null) {
      broker.destroyForcibly().waitFor();
    }
    if (Files.exists(Path.of("logs"))) {
      try (Stream<Path> all = Files.walk(Path.of("logs"))) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
    broker = new ProcessBuilder("./broker").inheritIO().start();
  }

  static KafkaProducer<String, String> producer(String address, boolean idempotent) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", address, "acks", "all", "enable.idempotence", idempotent,
            "max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  static void make(String address, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.of((short) 1)))).all()
          .get(60, TimeUnit.SECONDS);
    }
  }

  /** A client that has seen the other broker may need some attempts to find this one. */
  static long sent(KafkaProducer<String, String> producer, String value) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return producer.send(new ProducerRecord<>("after", value)).get().offset();
      } catch (java.util.concurrent.ExecutionException notYet) {
        if (attempt == 10) {
          throw notYet;
        }
      }
    }
  }

  static List<String> read(String address) {
    List<String> values = new ArrayList<>();
    Map<String, Object> settings = Map.of("bootstrap.servers", address);
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition only = new TopicPartition("after", 0);
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      while (consumer.position(only) < consumer.endOffsets(List.of(only)).get(only)) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
JAVA
java -cp 'libs/*' Finding.java "127.0.0.1:$port" >seen.log 2>client.log || { cat client.log broker.log >&2; exit 1; }
cat seen.log
diff - seen.log <<SEEN
idempotence true: acknowledged first at 0 and second at 0, the topic has [first]
idempotence false: acknowledged first at 0 and second at 1, the topic has [first, second]
SEEN
echo "Kafka $version behaves as described."
