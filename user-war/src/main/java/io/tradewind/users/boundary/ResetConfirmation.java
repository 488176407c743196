package io.tradewind.users.boundary;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A new password, asked for by somebody who holds the token that was mailed. */
record ResetConfirmation(
    @NotNull @Size(min = 1, max = 256) String token,
    @NotNull @Size(min = 8, max = 256) String newPassword) {

  @Override
  public String toString() {
    return "ResetConfirmation[]";
  }
}
