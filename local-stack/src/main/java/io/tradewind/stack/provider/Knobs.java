package io.tradewind.stack.provider;

/**
 * Injected faults, for tests; set by {@code PUT /knobs}, all off at start.
 *
 * @param delayMillis every answer is late by this many milliseconds
 * @param failWith HTTP status to answer with before anything is decided, or 0
 * @param dropAnswers answers that are dropped after the operation was applied
 */
record Knobs(long delayMillis, int failWith, int dropAnswers) {

  static final Knobs OFF = new Knobs(0, 0, 0);

  Knobs oneDropLess() {
    return new Knobs(delayMillis, failWith, dropAnswers - 1);
  }
}
