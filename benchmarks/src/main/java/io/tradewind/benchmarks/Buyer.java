package io.tradewind.benchmarks;

/** A signed-in user. */
record Buyer(String token) {

  @Override
  public String toString() {
    return "Buyer[token=...]";
  }
}
