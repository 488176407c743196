package io.tradewind.messaging;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The one way from a thread of ours into a reactive stream: emits on the calling thread, so that
 * the subscriber's method runs within the caller's transaction, and waits while nothing is asked
 * for.
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
    // The permits are an int: a demand "without bound" must not overflow them.
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

  /** Nobody listens any more, and nobody ever will. */
  boolean cancelled() {
    return cancelled;
  }

  /**
   * @throws ChannelDown when the stream was cancelled
   */
  void emit(M message) {
    try {
      while (!demand.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        refuseWhenCancelled();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ChannelDown();
    }
    refuseWhenCancelled();
    subscriber.onNext(message);
  }

  private void refuseWhenCancelled() {
    if (cancelled) {
      throw new ChannelDown();
    }
  }
}
