package io.tradewind.operator;

/** A failure whose message says what an operator should do before a retry. */
final class Complaint extends RuntimeException {

  Complaint(String whatToDo) {
    super(whatToDo);
  }
}
