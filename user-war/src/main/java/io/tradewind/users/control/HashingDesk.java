package io.tradewind.users.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Password hashing is the most expensive thing that a stranger can ask for. It runs on few threads
 * of its own with a queue of its own length, so that a wave of sign-ins leaves processors and
 * request threads to the orders; who finds the queue full is told to come back.
 *
 * <p>The threads are plain ones on purpose: what runs here is arithmetic and needs no context.
 */
@ApplicationScoped
public class HashingDesk {

  private static final Duration COME_BACK = Duration.ofSeconds(5);

  private final ThreadPoolExecutor desk;

  protected HashingDesk() {
    desk = null;
  }

  /**
   * @param threads 0 for one a processor but one, at least one
   * @param queue how many may wait
   */
  @Inject
  public HashingDesk(
      @ConfigProperty(name = "tradewind.passwords.threads") int threads,
      @ConfigProperty(name = "tradewind.passwords.queue") int queue) {
    int size = threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    desk =
        new ThreadPoolExecutor(
            size, size, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(queue), HashingDesk::thread);
    desk.allowCoreThreadTimeOut(true);
  }

  /** Does the work when its turn comes; fails with 503 at once when too many wait already. */
  public <T> CompletableFuture<T> turn(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, desk);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(
          new ProblemException(ProblemType.UNAVAILABLE, "too many sign-ins wait already")
              .retryAfter(COME_BACK));
    }
  }

  @PreDestroy
  void close() {
    desk.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "password-hashing");
    thread.setDaemon(true);
    return thread;
  }
}
