package io.tradewind.architecture.planted.orders.control;

import io.tradewind.values.Sha256;

/** Breaks: a service uses what belongs to the shared library alone. */
public class ReachingInside {

  byte[] digest(String text) {
    return Sha256.of(text);
  }
}
