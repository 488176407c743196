package io.tradewind.systemtests.driver;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats a question until the answer is right or the time-out has passed. */
public final class Eventually {

  private Eventually() {}

  /**
   * @return the last answer, right or not: the caller asserts on it
   */
  public static <T> T ask(Duration patience, Supplier<T> question, Predicate<T> right) {
    long deadline = System.nanoTime() + patience.toNanos();
    T answer = question.get();
    while (!right.test(answer) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      answer = question.get();
    }
    return answer;
  }
}
