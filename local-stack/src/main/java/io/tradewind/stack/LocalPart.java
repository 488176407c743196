package io.tradewind.stack;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A part of the stack in a process of its own, which tests may break. */
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

  /** Starts the process and waits for nothing. */
  public void launch() {
    child = begin();
  }

  /** Starts the process; it need not be ready. */
  abstract Child begin();

  public void awaitReady() {
    awaitReady(child);
  }

  abstract void awaitReady(Child begun);

  public long pid() {
    return child.pid();
  }

  /** Waits for something of the running process; fails at once when it ends. */
  void await(Duration patience, BooleanSupplier up) {
    child.await(patience, up);
  }

  /** Ends it as a power cut would; {@link #start()} brings it back. */
  public void kill() {
    child.kill();
  }

  /** Stops it for as long as {@link #resume} is not called, without closing its connections. */
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
