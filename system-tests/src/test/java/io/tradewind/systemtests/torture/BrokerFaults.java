package io.tradewind.systemtests.torture;

import io.tradewind.stack.LocalKafka;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** Faults that operators of a broker cause on one topic. */
final class BrokerFaults {

  private static final int PARTITIONS = 12;
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final Duration MOVES_WITHIN = Duration.ofSeconds(30);

  private BrokerFaults() {}

  /**
   * Deletes a topic, makes it again after a while and republishes its messages as the runbook says.
   */
  static String loseTopic(FaultScheduler faultScheduler) {
    String topic = faultScheduler.random.of(InjectedRecords.HEARD);
    LocalKafka kafka = faultScheduler.stack.kafka();
    faultScheduler.records.perhapsLost.addAll(faultScheduler.records.poisonOn(topic));
    kafka.deleteTopic(topic);
    faultScheduler.random.passes(0, 3000);
    kafka.remakeTopics();
    int sent = 0;
    for (Service service : Service.values()) {
      faultScheduler.awaitBack(service);
      sent += faultScheduler.sentAgain(service, topic);
    }
    return topic + ", " + sent + " sent again";
  }

  /** Moves a partition to another broker for a while, which is killed and started again. */
  static String losePartition(FaultScheduler faultScheduler)
      throws InterruptedException, ExecutionException {
    LocalKafka kafka = faultScheduler.stack.kafka();
    TopicPartition which =
        new TopicPartition(
            faultScheduler.random.of(InjectedRecords.HEARD),
            faultScheduler.random.upTo(PARTITIONS - 1));
    LocalKafka other = kafka.startASecond();
    try (Admin admin = kafka.admin()) {
      move(admin, which, SECOND);
      other.kill();
      faultScheduler.random.passes(3000, 6000);
      FaultScheduler.startAgain(other::start);
      move(admin, which, FIRST);
      other.close();
      admin.unregisterBroker(SECOND).all().get();
    }
    return which.toString();
  }

  private static void move(Admin admin, TopicPartition which, int broker)
      throws InterruptedException, ExecutionException {
    Optional<NewPartitionReassignment> there =
        Optional.of(new NewPartitionReassignment(List.of(broker)));
    admin.alterPartitionReassignments(Map.of(which, there)).all().get();
    if (!Eventually.ask(MOVES_WITHIN, () -> isLed(admin, which, broker), led -> led)) {
      throw new IllegalStateException(which + " does not move to broker " + broker);
    }
  }

  private static boolean isLed(Admin admin, TopicPartition which, int broker) {
    Node leader =
        admin
            .describeTopics(List.of(which.topic()))
            .topicNameValues()
            .get(which.topic())
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .partitions()
            .get(which.partition())
            .leader();
    return leader != null && leader.id() == broker;
  }
}
