package io.tradewind.benchmarks;

import io.tradewind.systemtests.books.Facts.Acknowledged;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends every order at its time, whatever happened to those before it. */
final class Load {

  private final Http http;
  private final Recorder recorder;
  private final Arrivals arrivals;
  private final List<String> skus;
  private final List<Buyer> buyers;
  private final Zipf popularity;
  private final Random random;

  Load(
      Http http,
      Recorder recorder,
      Arrivals arrivals,
      Settings settings,
      List<String> skus,
      List<Buyer> buyers) {
    this.http = http;
    this.recorder = recorder;
    this.arrivals = arrivals;
    this.skus = skus;
    this.buyers = buyers;
    this.popularity = new Zipf(skus.size(), settings.zipf());
    this.random = new Random(settings.seed() + 1);
  }

  /** Returns when the last order is sent, not when it is answered. */
  void run(long start) {
    for (int order = 0; order < arrivals.count(); order++) {
      long intended = start + arrivals.nanos()[order];
      for (long ahead; (ahead = intended - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(ahead);
      }
      recorder.sending(order, intended, System.nanoTime());
      send(order);
    }
  }

  private void send(int order) {
    Buyer buyer = buyers.get(random.nextInt(buyers.size()));
    String body = Shop.order(List.of(skus.get(popularity.pick(random))));
    String key = new UUID(random.nextLong(), random.nextLong()).toString();
    http.post("/api/orders", buyer.token(), body, "Idempotency-Key", key)
        .whenComplete((answer, failure) -> answered(order, buyer, key, answer, failure));
  }

  private void answered(
      int order, Buyer buyer, String key, HttpResponse<Void> answer, Throwable failure) {
    if (failure != null) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      recorder.failed(cause.getClass().getSimpleName());
    } else if (answer.statusCode() == 503
        && answer.headers().firstValue("Retry-After").isPresent()) {
      recorder.turnedAway(order, System.nanoTime());
    } else if (answer.statusCode() != 202) {
      recorder.failed("status " + answer.statusCode());
    } else {
      String location = answer.headers().firstValue("Location").orElseThrow();
      UUID id = UUID.fromString(Locations.id(location));
      recorder.accepted(order, new Acknowledged(id, buyer.id(), key), System.nanoTime());
    }
  }

  /**
   * Waits until no order is open, at most this long; orders still open then stay in the backlog.
   */
  void drain(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (recorder.backlog() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
