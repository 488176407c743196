package io.tradewind.operator;

/** What an operator should do before a retry. */
final class Complaint extends RuntimeException {

  Complaint(String whatToDo) {
    super(whatToDo);
  }
}
