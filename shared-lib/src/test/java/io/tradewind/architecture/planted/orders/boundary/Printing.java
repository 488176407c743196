package io.tradewind.architecture.planted.orders.boundary;

/** Violates: nothing is printed to the console. */
class Printing {

  void print() {
    System.out.println();
  }
}
