package io.tradewind.users.accounts.boundary;

import io.tradewind.users.accounts.entity.ContactRules;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A new address, requested with the password; it is valid once it is verified. */
record EmailChange(
    @Schema(examples = "ann@customers.example")
        @NotNull
        @Size(max = 254)
        @Pattern(regexp = ContactRules.EMAIL, message = "is no e-mail address")
        String email,
    @Schema(examples = "correct horse battery staple") @NotNull @Size(min = 1, max = 256)
        String password) {

  @Override
  public String toString() {
    return "EmailChange[]";
  }
}
