package io.tradewind.users.boundary;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A new password, asked for by somebody who knows the present one. */
record PasswordChange(
    @NotNull @Size(min = 1, max = 256) String currentPassword,
    @NotNull @Size(min = 8, max = 256) String newPassword) {

  @Override
  public String toString() {
    return "PasswordChange[]";
  }
}
