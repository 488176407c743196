package io.tradewind.messaging;

import io.tradewind.messaging.kafka.KafkaSettings;
import java.util.concurrent.CountDownLatch;

/** A replica in its own process, so that a test can kill it. */
final class MemberProcess {

  private MemberProcess() {}

  /**
   * @param arguments bootstrap servers, topic (also the group), JDBC URL, password
   */
  public static void main(String[] arguments) throws InterruptedException {
    Member member =
        new Member(
            KafkaSettings.consumer(arguments[0], arguments[1], 500),
            arguments[1],
            new JdbcTransactions(arguments[2], "messaging", arguments[3]),
            message -> {});
    member.start();
    new CountDownLatch(1).await();
  }
}
