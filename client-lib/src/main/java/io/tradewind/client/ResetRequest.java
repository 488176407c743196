package io.tradewind.client;

/** Somebody forgot the password of this address. */
public record ResetRequest(String email) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "ResetRequest[]";
  }
}
