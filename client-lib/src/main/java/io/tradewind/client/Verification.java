package io.tradewind.client;

/** The token that was mailed to a new address. */
public record Verification(String token) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "Verification[]";
  }
}
