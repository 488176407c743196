package io.tradewind.client;

/** A request to reset the password of this address. */
public record ResetRequest(String email) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "ResetRequest[]";
  }
}
