package io.tradewind.client;

/** A new password, with the token that was mailed. */
public record ResetConfirmation(String token, String newPassword) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "ResetConfirmation[]";
  }
}
