package io.tradewind.messaging;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Emits from one of our threads into a reactive stream. The subscriber runs on the calling thread
 * and thus in the caller's transaction; the call waits while there is no demand.
 */
final class Pipe<M extends Message<?>> implements Publisher<M>, Subscription {

  private final Semaphore demand = new Semaphore(0);
  private volatile Subscriber<? super M> subscriber;
  private volatile boolean cancelled;

  @Override
  public void subscribe(Subscriber<? super M> newcomer) {
    subscriber = newcomer;
    newcomer.onSubscribe(this);
  }

  @Override
  public void request(long n) {
    // The permits are an int, which an unbounded demand must not overflow.
    int room = Integer.MAX_VALUE / 2 - demand.availablePermits();
    demand.release((int) Math.max(0, Math.min(n, room)));
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  boolean subscribed() {
    return subscriber != null && !cancelled;
  }

  /** The subscriber is gone for good. */
  boolean cancelled() {
    return cancelled;
  }

  /**
   * @throws ChannelStopping when the stream was cancelled
   */
  void emit(M message) {
    try {
      while (!demand.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        refuseWhenCancelled();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ChannelStopping();
    }
    refuseWhenCancelled();
    subscriber.onNext(message);
  }

  private void refuseWhenCancelled() {
    if (cancelled) {
      throw new ChannelStopping();
    }
  }
}
