package io.tradewind.systemtests.simulation;

/** A service crashes: what it has committed stays, what it holds in memory is lost. */
final class Crash extends RuntimeException {

  Crash() {
    super(null, null, false, false);
  }
}
