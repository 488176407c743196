package io.tradewind.client;

/** A new password, requested with the current one. */
public record PasswordChange(String currentPassword, String newPassword) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "PasswordChange[]";
  }
}
