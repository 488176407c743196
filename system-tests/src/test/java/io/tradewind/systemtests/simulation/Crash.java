package io.tradewind.systemtests.simulation;

/** A service ends here: what it has committed stays, what it had in mind is gone. */
final class Crash extends RuntimeException {

  Crash() {
    super(null, null, false, false);
  }
}
