package io.tradewind.stack;

/** The stack cannot start; the message is one line that also says what to do about it. */
public final class StartFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  StartFailure(String whatAndWhatToDo) {
    super(whatAndWhatToDo);
  }

  StartFailure(String whatAndWhatToDo, Throwable cause) {
    super(whatAndWhatToDo, cause);
  }
}
