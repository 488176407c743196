package io.tradewind.client;

/** The token that was mailed to a new address. */
public record Verification(String token) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "Verification[]";
  }
}
