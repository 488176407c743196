package io.tradewind.messaging;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Suspends a relay, or its producer, between two rows. */
final class Freezer {

  private final CountDownLatch thawed = new CountDownLatch(1);
  private final AtomicInteger afterTheThaw = new AtomicInteger();
  private final Queue<OutboxRow> kept = new ConcurrentLinkedQueue<>();
  private volatile boolean freezing;
  private volatile boolean holds;
  private volatile Sink behind;

  /** The relay's own thread stops before it sends its next row. */
  Sink before(Sink sink) {
    return new Between(sink) {
      @Override
      public CompletionStage<Void> send(OutboxRow row) {
        if (freezing && !holds) {
          holds = true;
          awaitTheThaw();
        } else if (holds) {
          afterTheThaw.incrementAndGet();
        }
        return sink.send(row);
      }
    };
  }

  /** The producer stores all rows that it gets and acknowledges none. */
  Sink keeping(Sink sink) {
    behind = sink;
    return new Between(sink) {
      @Override
      public CompletionStage<Void> send(OutboxRow row) {
        kept.add(row);
        return new CompletableFuture<>();
      }
    };
  }

  void freezeAtTheNextRow() {
    freezing = true;
  }

  boolean holds() {
    return holds;
  }

  void thaw() {
    thawed.countDown();
  }

  int sentAfterTheThaw() {
    return afterTheThaw.get();
  }

  int kept() {
    return kept.size();
  }

  void sendAllKept() {
    kept.forEach(row -> behind.send(row).toCompletableFuture().join());
  }

  private void awaitTheThaw() {
    try {
      thawed.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private abstract static class Between implements Sink {

    private final Sink sink;

    Between(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void close() {
      sink.close();
    }
  }
}
