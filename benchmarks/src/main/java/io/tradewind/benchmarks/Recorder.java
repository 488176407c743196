package io.tradewind.benchmarks;

import io.tradewind.systemtests.books.Facts.Acknowledged;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The result of each order, by its number in the schedule. Times are {@link System#nanoTime}. A
 * frame may overtake the answer of its own POST, so the first of the two creates the order's slot.
 */
final class Recorder {

  private final long[] intended;
  private final long[] sent;
  private final AtomicLongArray answered;
  private final AtomicLongArray confirmed;
  private final AtomicLongArray turnedAway;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sentCount = new AtomicInteger();
  private final AtomicInteger confirmedCount = new AtomicInteger();
  private final AtomicInteger failedCount = new AtomicInteger();
  private final AtomicInteger turnedAwayCount = new AtomicInteger();
  private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> socketEndings = new ConcurrentHashMap<>();

  Recorder(int orders) {
    intended = new long[orders];
    sent = new long[orders];
    answered = new AtomicLongArray(orders);
    confirmed = new AtomicLongArray(orders);
    turnedAway = new AtomicLongArray(orders);
  }

  /** Called in order, by the only sending thread. */
  void sending(int order, long intendedAt, long now) {
    intended[order] = intendedAt;
    sent[order] = now;
    sentCount.incrementAndGet();
  }

  void accepted(int order, Acknowledged promise, long now) {
    answered.set(order, now);
    acknowledged.add(promise);
    String orderId = promise.orderId().toString();
    Slot slot = slots.computeIfAbsent(orderId, id -> new Slot());
    slot.order = order;
    slot.settle(confirmed);
  }

  /** Counts a socket that the server or the network ended; the generator opens another. */
  void socketEnded(String cause) {
    socketEndings.computeIfAbsent(cause, any -> new AtomicInteger()).incrementAndGet();
  }

  Map<String, AtomicInteger> socketEndings() {
    return socketEndings;
  }

  void failed(String cause) {
    failedCount.incrementAndGet();
    failures.computeIfAbsent(cause, any -> new AtomicInteger()).incrementAndGet();
  }

  /** The platform asked to come again later. */
  void turnedAway(int order, long now) {
    turnedAway.set(order, now);
    turnedAwayCount.incrementAndGet();
  }

  void confirmed(String orderId, long now) {
    confirmedCount.incrementAndGet();
    Slot slot = slots.computeIfAbsent(orderId, id -> new Slot());
    slot.confirmedAt = now;
    slot.settle(confirmed);
  }

  int sentCount() {
    return sentCount.get();
  }

  int confirmedCount() {
    return confirmedCount.get();
  }

  int failedCount() {
    return failedCount.get();
  }

  int turnedAwayCount() {
    return turnedAwayCount.get();
  }

  /** Orders that were sent and have neither been confirmed nor turned away nor failed. */
  int backlog() {
    return sentCount.get() - confirmedCount.get() - turnedAwayCount.get() - failedCount.get();
  }

  Map<String, AtomicInteger> failures() {
    return failures;
  }

  /** The accepted orders, for the audit. */
  List<Acknowledged> acknowledged() {
    return List.copyOf(acknowledged);
  }

  long intendedAt(int order) {
    return intended[order];
  }

  long sentAt(int order) {
    return sent[order];
  }

  /** 0 when no 202 came. */
  long answeredAt(int order) {
    return answered.get(order);
  }

  /** 0 when it was not turned away. */
  long turnedAwayAt(int order) {
    return turnedAway.get(order);
  }

  /** 0 when no frame came. */
  long confirmedAt(int order) {
    return confirmed.get(order);
  }

  static final class Slot {
    private volatile int order = -1;
    private volatile long confirmedAt;

    private void settle(AtomicLongArray confirmed) {
      if (order >= 0 && confirmedAt != 0) {
        confirmed.set(order, confirmedAt);
      }
    }
  }
}
