package io.tradewind.users.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

  private String heldUp(CountDownLatch begun) {
    begun.countDown();
    try {
      done.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return "hashed";
  }
}
