package io.tradewind.stack.provider;

/** An invalid request; nothing was written for it. */
final class Refusal extends RuntimeException {

  private final int status;

  Refusal(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
