package io.tradewind.benchmarks;

/** What a Location header names: the id is its last segment. */
final class Locations {

  private Locations() {}

  static String id(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
