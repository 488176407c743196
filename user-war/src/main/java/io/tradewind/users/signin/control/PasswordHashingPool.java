package io.tradewind.users.signin.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.scheduling.AdaptiveLinger;
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
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Password hashing is the most expensive thing that a stranger can ask for. It runs on few threads
 * of its own with a queue of its own length, so that a wave of sign-ins leaves processors and
 * request threads to the orders; who finds the queue full is told to come back. After each turn a
 * thread gives way: not at all while processors are free, and up to twice as long as the turn took
 * when nearly none is, so that a wave takes a third of what it would.
 *
 * <p>The threads are plain ones on purpose: what runs here is arithmetic and needs no context.
 */
@ApplicationScoped
public class PasswordHashingPool {

  private static final Duration COME_BACK = Duration.ofSeconds(5);
  private static final int LONGEST_REST_IN_TURNS = 2;

  private final ThreadPoolExecutor pool;

  protected PasswordHashingPool() {
    pool = null;
  }

  /**
   * @param threads 0 for one a processor but one, at least one
   * @param queue how many may wait
   */
  @Inject
  public PasswordHashingPool(
      @ConfigProperty(name = "tradewind.passwords.threads") int threads,
      @ConfigProperty(name = "tradewind.passwords.queue") int queue) {
    this(threads, queue, PasswordHashingPool::restAfter);
  }

  PasswordHashingPool(int threads, int queue, UnaryOperator<Duration> restAfter) {
    int size = threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    pool = new GivingWay(size, queue, restAfter);
    pool.allowCoreThreadTimeOut(true);
  }

  /** Does the work when its turn comes; fails with 503 at once when too many wait already. */
  public <T> CompletableFuture<T> submit(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, pool);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(
          new ProblemException(ProblemType.UNAVAILABLE, "too many sign-ins wait already")
              .retryAfter(COME_BACK));
    }
  }

  @PreDestroy
  void close() {
    pool.shutdownNow();
  }

  private static Duration restAfter(Duration turn) {
    return AdaptiveLinger.upTo(turn.multipliedBy(LONGEST_REST_IN_TURNS)).now();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "password-hashing");
    thread.setDaemon(true);
    return thread;
  }

  /** Rests when the answer is out, so that the next in the queue waits and not who was served. */
  private static final class GivingWay extends ThreadPoolExecutor {

    private final UnaryOperator<Duration> restAfter;
    private final ThreadLocal<Long> begun = ThreadLocal.withInitial(System::nanoTime);

    GivingWay(int threads, int queue, UnaryOperator<Duration> restAfter) {
      super(
          threads,
          threads,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(queue),
          PasswordHashingPool::thread);
      this.restAfter = restAfter;
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable turn) {
      begun.set(System.nanoTime());
    }

    @Override
    protected void afterExecute(Runnable turn, Throwable failure) {
      Duration took = Duration.ofNanos(System.nanoTime() - begun.get());
      try {
        TimeUnit.NANOSECONDS.sleep(restAfter.apply(took).toNanos());
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
