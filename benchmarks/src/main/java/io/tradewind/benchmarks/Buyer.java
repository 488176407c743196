package io.tradewind.benchmarks;

import java.util.UUID;

/** A signed-in user. */
record Buyer(UUID id, String token) {

  @Override
  public String toString() {
    return "Buyer[" + id + "]";
  }
}
