package io.tradewind.client;

/** A new password, with the token that was mailed. */
public record ResetConfirmation(String token, String newPassword) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "ResetConfirmation[]";
  }
}
