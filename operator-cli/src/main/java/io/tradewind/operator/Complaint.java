package io.tradewind.operator;

/** What an operator should do before trying again. */
final class Complaint extends RuntimeException {

  Complaint(String whatToDo) {
    super(whatToDo);
  }
}
