#!/usr/bin/env bash
# Apache Kafka 4.4.0 (broker and clients), KRaft, one broker, a consumer of the classic protocol with commits by hand.
#
# A topic is deleted and made again while a consumer is busy between two polls. The consumer goes on at its old
# position in the new topic: the first records of the new topic are skipped, without an exception, a rebalance
# callback or a warning, and auto.offset.reset is not asked. Only the topic's id tells, which the consumer does not
# show: ask Admin.describeTopics for it, keep it beside the offsets, and begin at the first record when it differs.
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
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
PROPERTIES
java -cp 'libs/*' kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAQ -c server.properties >format.log 2>&1
java -Xmx512m -cp 'libs/*' kafka.Kafka server.properties >broker.log 2>&1 &
broker=$!

cat >Finding.java <<'JAVA'
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

class Finding {
  static final String TOPIC = "made-again";
  static final List<String> CALLBACKS = new ArrayList<>();

  public static void main(String[] address) throws Exception {
    Map<String, Object> reading =
        Map.of(
            "bootstrap.servers", address[0], "group.id", "readers", "enable.auto.commit", false,
            "auto.offset.reset", "earliest", "allow.auto.create.topics", false);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address[0]));
        var consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
      make(admin);
      write(address[0], "old", 5);
      consumer.subscribe(List.of(TOPIC), new Listening());
      System.out.println("read " + read(consumer, 5));
      consumer.commitSync();
      CALLBACKS.clear();

      admin.deleteTopics(List.of(TOPIC)).all().get(30, TimeUnit.SECONDS);
      while (admin.listTopics().names().get().contains(TOPIC)) {
        Thread.sleep(20);
      }
      make(admin);
      write(address[0], "new", 10);

      System.out.println("read " + read(consumer, 10));
      System.out.println("callbacks " + CALLBACKS);
    }
  }

  static void make(Admin admin) throws Exception {
    admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.of((short) 1)))).all().get(60, TimeUnit.SECONDS);
  }

  static void write(String address, String word, int count) throws Exception {
    Map<String, Object> writing = Map.of("bootstrap.servers", address, "acks", "all");
    try (var producer = new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer())) {
      for (int n = 0; n < count; n++) {
        producer.send(new ProducerRecord<>(TOPIC, word + n)).get();
      }
    }
  }

  /** Until so many are there, or ten seconds have brought no more. */
  static List<String> read(KafkaConsumer<String, String> consumer, int wanted) {
    List<String> values = new ArrayList<>();
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (values.size() < wanted && System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
    }
    return values;
  }

  static class Listening implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      CALLBACKS.add("revoked");
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      CALLBACKS.add("assigned");
    }
  }
}
JAVA
java -cp 'libs/*' Finding.java "127.0.0.1:$port" >seen.log 2>client.log || { cat client.log broker.log >&2; exit 1; }
cat seen.log
diff - seen.log <<SEEN
read [old0, old1, old2, old3, old4]
read [new5, new6, new7, new8, new9]
callbacks []
SEEN
echo "Kafka $version behaves as described."
