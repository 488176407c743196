package io.tradewind.architecture.planted.orders.control;

import io.tradewind.values.Sha256;

/** Violates: a service does not use internal types of the shared library. */
public class ReachingInside {

  byte[] digest(String text) {
    return Sha256.of(text);
  }
}
