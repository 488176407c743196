package io.tradewind.benchmarks;

/** Reads the id from a Location header: it is the last segment. */
final class Locations {

  private Locations() {}

  static String id(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
