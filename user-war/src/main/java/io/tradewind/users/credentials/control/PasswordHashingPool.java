package io.tradewind.users.credentials.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.scheduling.AdaptivePause;
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
 * Password hashing is the most expensive thing that anonymous clients can cause. It has its own few
 * threads and a bounded queue, so that many sign-ins leave processors and request threads to the
 * orders; when the queue is full a request is refused and may be retried. After each hash a thread
 * pauses: not at all while processors are free, and up to twice as long as the hash took when
 * nearly none is, so that hashing then takes a third of what it would.
 *
 * <p>The threads are unmanaged on purpose: hashing needs no container context.
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
   * @param threads 0 for the number of processors minus one, at least one
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

  /** Runs the work when a thread is free; fails with 503 at once when the queue is full. */
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
    return AdaptivePause.upTo(turn.multipliedBy(LONGEST_REST_IN_TURNS)).now();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "password-hashing");
    thread.setDaemon(true);
    return thread;
  }

  /** Pauses after the answer is out, so that only the next in the queue waits. */
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
