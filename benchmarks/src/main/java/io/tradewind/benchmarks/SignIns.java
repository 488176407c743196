package io.tradewind.benchmarks;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * People who sign in repeatedly while orders are placed, each again as soon as they are answered.
 */
final class SignIns {

  private static final String PATH = "/api/users/login";

  private final Http http;
  private final List<String> people;
  private final AtomicInteger good = new AtomicInteger();
  private final AtomicInteger bad = new AtomicInteger();
  private volatile long until;

  /**
   * @param people bodies of sign-ins, one for each that is to be under way at the same time
   */
  SignIns(Http http, List<String> people) {
    this.http = http;
    this.people = people;
  }

  /**
   * @param from the start, and {@code to} the end, in {@link System#nanoTime()}
   */
  void between(long from, long to) {
    until = to;
    Thread opening = new Thread(() -> begin(from), "sign-ins");
    opening.setDaemon(true);
    opening.start();
  }

  private void begin(long from) {
    for (long ahead; (ahead = from - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(Math.min(ahead, TimeUnit.SECONDS.toNanos(1)));
    }
    people.forEach(this::signIn);
  }

  private void signIn(String person) {
    if (System.nanoTime() < until) {
      http.post(PATH, null, person)
          .whenComplete((answer, failure) -> answered(person, answer, failure));
    }
  }

  /**
   * A refused person does not try again: a refusal costs nothing and would be requested all the
   * time.
   */
  private void answered(String person, HttpResponse<Void> answer, Throwable failure) {
    if (failure == null && answer.statusCode() == 200) {
      good.incrementAndGet();
      signIn(person);
    } else {
      bad.incrementAndGet();
    }
  }

  int good() {
    return good.get();
  }

  int bad() {
    return bad.get();
  }
}
