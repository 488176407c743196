package io.tradewind.payments.boundary;

import io.tradewind.payments.control.MeteredProvider;
import io.tradewind.payments.control.OperationProgress.CompletedCall;
import io.tradewind.payments.control.OperationProgress.EarlyCall;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The threads that call the provider, and a short queue before them. A slot is reserved before the
 * lease is written and released when the call has ended, so no more payments are leased than can be
 * called soon. A request that has waited for half its lease is not called: whoever claims it next
 * would call at the same time.
 */
@ApplicationScoped
public class ProviderCallPool {

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final MeteredProvider provider;
  private final WorkerWakeUp signal;
  private final int threadCount;
  private final Duration longestWait;
  private final Semaphore free;
  private final Set<UUID> called = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<CompletedCall> finished = new LinkedBlockingQueue<>();
  private ExecutorService executor;

  protected ProviderCallPool() {
    this(null, null, 0, 0, Duration.ZERO);
  }

  @Inject
  ProviderCallPool(
      MeteredProvider provider,
      WorkerWakeUp signal,
      @ConfigProperty(name = "tradewind.payments.in-flight") int threadCount,
      @ConfigProperty(name = "tradewind.payments.ahead") int ahead,
      @ConfigProperty(name = "tradewind.payments.lease") Duration lease) {
    this.provider = provider;
    this.signal = signal;
    this.threadCount = threadCount;
    this.longestWait = lease.dividedBy(2);
    this.free = new Semaphore(threadCount + ahead);
  }

  void start() {
    executor = Executors.newFixedThreadPool(threadCount, threads);
  }

  /** Reserves free slots, at most as many as wanted, perhaps none. */
  int reserve(int wanted) {
    while (true) {
      int some = Math.min(wanted, free.availablePermits());
      if (some <= 0) {
        return 0;
      }
      if (free.tryAcquire(some)) {
        return some;
      }
    }
  }

  /** Half of the free slots: claiming old work leaves room for new work. */
  int reserveHalf() {
    return reserve((free.availablePermits() + 1) / 2);
  }

  void release(int unused) {
    free.release(unused);
  }

  /** Makes these calls, each in a reserved slot; their answers are to be settled. */
  void call(List<ProviderRequest> requests) {
    requests.forEach(request -> settle(begin(request)));
  }

  /** Begins a call in a reserved slot. */
  EarlyCall begin(ProviderRequest request) {
    long latest = System.nanoTime() + longestWait.toNanos();
    CompletableFuture<CompletedCall> answer = new CompletableFuture<>();
    called.add(request.orderId());
    try {
      executor.execute(() -> finish(request, latest, answer));
    } catch (RejectedExecutionException stopping) {
      called.remove(request.orderId());
      answer.cancel(false);
      release(1);
    }
    return new EarlyCall(request, answer);
  }

  private void finish(
      ProviderRequest request, long latest, CompletableFuture<CompletedCall> answer) {
    try {
      if (System.nanoTime() - latest <= 0) {
        answer.complete(provider.call(request));
      }
    } finally {
      called.remove(request.orderId());
      answer.cancel(false);
      release(1);
      signal.wake();
    }
  }

  /** The answer will be among the finished calls, as soon as there is one. */
  void settle(EarlyCall call) {
    call.answer()
        .thenAccept(
            answered -> {
              finished.add(answered);
              signal.wake();
            });
  }

  /** Whether the provider is being called for this order. */
  boolean calls(UUID orderId) {
    return called.contains(orderId);
  }

  boolean hasFinished() {
    return !finished.isEmpty();
  }

  /** All finished calls. */
  List<CompletedCall> takeFinished() {
    List<CompletedCall> heard = new ArrayList<>();
    finished.drainTo(heard);
    return heard;
  }

  /** Puts back answers that could not be written yet. */
  void requeue(List<CompletedCall> unwritten) {
    finished.addAll(unwritten);
  }

  /** Starts no new calls; those in flight may finish. */
  void stop(Duration patience) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    executor.shutdownNow();
  }
}
