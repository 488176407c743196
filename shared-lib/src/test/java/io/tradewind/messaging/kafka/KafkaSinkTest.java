package io.tradewind.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tradewind.database.TransientFailure;
import io.tradewind.messaging.DestinationUnavailable;
import io.tradewind.messaging.OutboxRow;
import io.tradewind.values.Ids;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class KafkaSinkTest {

  @Test
  void aBrokerWhoseNameCannotBeResolvedJustNowIsWaitedFor() {
    try (KafkaSink sink =
        new KafkaSink(KafkaSettings.producer("no-such-broker.invalid:9092", "test"), "test")) {
      CompletionStage<Void> answer =
          sink.send(
              new OutboxRow(
                  Ids.next(), null, 1, null, "topic", "key", "Test.v1", Instant.now(), null, "1"));

      assertThat(catchThrowable(answer.toCompletableFuture()::join))
          .hasCauseInstanceOf(TransientFailure.class)
          .cause()
          .isNotInstanceOf(DestinationUnavailable.class);
    }
  }
}
