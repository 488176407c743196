package io.tradewind.users.boundary;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A new address, asked for by somebody who knows the password; it counts once it is proved. */
record EmailChange(
    @NotNull
        @Size(max = 254)
        @Pattern(regexp = Registration.EMAIL, message = "is no e-mail address")
        String email,
    @NotNull @Size(min = 1, max = 256) String password) {

  @Override
  public String toString() {
    return "EmailChange[]";
  }
}
