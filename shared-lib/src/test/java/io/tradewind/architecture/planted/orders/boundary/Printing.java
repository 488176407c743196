package io.tradewind.architecture.planted.orders.boundary;

/** Breaks: nothing is printed to the console. */
class Printing {

  void print() {
    System.out.println();
  }
}
