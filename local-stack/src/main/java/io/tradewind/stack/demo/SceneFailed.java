package io.tradewind.stack.demo;

/** A scene did not end as expected. */
final class SceneFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  SceneFailed(String what) {
    super(what);
  }

  SceneFailed(String what, Throwable cause) {
    super(what, cause);
  }
}
