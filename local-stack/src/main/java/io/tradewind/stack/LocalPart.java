package io.tradewind.stack;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A part of the stack in its own process, which tests may break. */
public abstract class LocalPart implements AutoCloseable {

  private final String name;
  private final Duration toStop;
  private Child child;

  LocalPart(String name, Duration toStop) {
    this.name = name;
    this.toStop = toStop;
  }

  /** Starts it, or starts it again after {@link #close} or {@link #kill}; on the same port. */
  public void start() {
    launch();
    awaitReady();
  }

  /** Starts the process without waiting. */
  public void launch() {
    child = begin();
  }

  /** Starts the process, which need not be ready yet. */
  abstract Child begin();

  public void awaitReady() {
    awaitReady(child);
  }

  abstract void awaitReady(Child begun);

  public long pid() {
    return child.pid();
  }

  /** Waits for a condition of the running process; fails at once when the process ends. */
  void await(Duration patience, BooleanSupplier up) {
    child.await(patience, up);
  }

  /** Kills it, like a power cut; {@link #start()} brings it back. */
  public void kill() {
    child.kill();
  }

  /** Suspends it until {@link #resume}, with its connections open. */
  public void suspend() {
    child.signal("STOP");
  }

  public void resume() {
    child.signal("CONT");
  }

  /** Stops it in order. */
  @Override
  public void close() {
    if (child != null) {
      child.stop(toStop());
    }
  }

  /** How long it may take before it is killed. */
  Duration toStop() {
    return toStop;
  }

  @Override
  public String toString() {
    return name;
  }
}
