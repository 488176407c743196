package io.tradewind.users.accounts.boundary;

import io.tradewind.users.credentials.boundary.NewPassword;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A new password, requested with the current one. */
public record PasswordChange(
    @Schema(examples = "correct horse battery staple") @NotNull @Size(min = 1, max = 256)
        String currentPassword,
    @Schema(examples = "an uncommon sentence of mine")
        @NotNull
        @Size(min = 8, max = 256)
        @NewPassword
        String newPassword) {

  @Override
  public String toString() {
    return "PasswordChange[]";
  }
}
