package io.tradewind.stack.demo;

/** What came out otherwise than the story tells. */
final class SceneFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  SceneFailed(String what) {
    super(what);
  }

  SceneFailed(String what, Throwable cause) {
    super(what, cause);
  }
}
