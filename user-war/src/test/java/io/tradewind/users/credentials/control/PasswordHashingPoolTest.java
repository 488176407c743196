package io.tradewind.users.credentials.control;

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
class PasswordHashingPoolTest {

  private final CountDownLatch done = new CountDownLatch(1);
  private final PasswordHashingPool hashing = new PasswordHashingPool(1, 1);

  @AfterEach
  void goOn() {
    done.countDown();
    hashing.close();
  }

  @Test
  void aCallerAtAFullQueueIsAskedToComeAgain() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    hashing.submit(() -> heldUp(begun));
    assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
    hashing.submit(() -> "waits");

    CompletableFuture<String> third = hashing.submit(() -> "too many");

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
  void waitingPeopleGetTheirTurn() {
    done.countDown();

    assertThat(hashing.submit(() -> "hashed").join()).isEqualTo("hashed");
  }

  @Test
  void aThreadGivesWayAfterTheAnswerAndBeforeTheNextTurn() throws InterruptedException {
    BlockingQueue<Duration> turns = new LinkedBlockingQueue<>();
    PasswordHashingPool resting =
        new PasswordHashingPool(
            1,
            1,
            turn -> {
              turns.add(turn);
              awaitDone();
              return Duration.ZERO;
            });
    try {
      assertThat(resting.submit(() -> "first").join()).isEqualTo("first");
      CompletableFuture<String> next = resting.submit(() -> "next");

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
