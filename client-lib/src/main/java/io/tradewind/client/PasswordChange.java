package io.tradewind.client;

/** A new password, asked for by somebody who knows the present one. */
public record PasswordChange(String currentPassword, String newPassword) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "PasswordChange[]";
  }
}
