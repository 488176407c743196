package io.tradewind.users.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HashingDeskTest {

  private final CountDownLatch done = new CountDownLatch(1);
  private final HashingDesk desk = new HashingDesk(1, 1);

  @AfterEach
  void goOn() {
    done.countDown();
    desk.close();
  }

  @Test
  void whoFindsTheQueueFullIsToldToComeBack() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    desk.turn(() -> heldUp(begun));
    assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
    desk.turn(() -> "waits");

    CompletableFuture<String> third = desk.turn(() -> "too many");

    assertThatThrownBy(third::join)
        .cause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.type()).isEqualTo(ProblemType.UNAVAILABLE);
              assertThat(refused.retryAfter()).isPresent();
            });
  }

  @Test
  void whoWaitsGetsTheirTurn() {
    done.countDown();

    assertThat(desk.turn(() -> "hashed").join()).isEqualTo("hashed");
  }

  @Test
  void aThreadGivesWayAfterTheAnswerAndBeforeTheNextTurn() throws InterruptedException {
    BlockingQueue<Duration> turns = new LinkedBlockingQueue<>();
    HashingDesk resting =
        new HashingDesk(
            1,
            1,
            turn -> {
              turns.add(turn);
              awaitDone();
              return Duration.ZERO;
            });
    try {
      assertThat(resting.turn(() -> "first").join()).isEqualTo("first");
      CompletableFuture<String> next = resting.turn(() -> "next");

      assertThat(turns.poll(5, TimeUnit.SECONDS)).isPositive();
      assertThat(next).isNotDone();

      done.countDown();
      assertThat(next.join()).isEqualTo("next");
      assertThat(turns.poll(5, TimeUnit.SECONDS)).isPositive();
    } finally {
      resting.close();
    }
  }

  private String heldUp(CountDownLatch begun) {
    begun.countDown();
    awaitDone();
    return "hashed";
  }

  private void awaitDone() {
    try {
      done.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
