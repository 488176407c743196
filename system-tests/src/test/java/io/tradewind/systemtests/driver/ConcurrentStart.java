package io.tradewind.systemtests.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts tasks at the same moment. */
public final class ConcurrentStart {

  private ConcurrentStart() {}

  /**
   * @param inTheMiddle runs once, when half of the tasks have ended
   */
  public static <T> List<T> all(List<Callable<T>> tasks, Runnable inTheMiddle)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    CountDownLatch shot = new CountDownLatch(1);
    AtomicInteger through = new AtomicInteger();
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  shot.await();
                  T result = task.call();
                  if (through.incrementAndGet() == tasks.size() / 2) {
                    inTheMiddle.run();
                  }
                  return result;
                }));
      }
      shot.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> task : running) {
        results.add(task.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
