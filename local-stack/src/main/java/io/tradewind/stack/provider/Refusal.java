package io.tradewind.stack.provider;

/** A request that cannot be understood; nothing was written down for it. */
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
