package io.tradewind.users.signin.boundary;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Credentials; any text is accepted, so that a mistyped address is a plain refusal. */
public record SignIn(
    @Schema(examples = "ann@customers.example") @NotNull @Size(min = 1, max = 254) String email,
    @Schema(examples = "correct horse battery staple") @NotNull @Size(min = 1, max = 256)
        String password) {

  @Override
  public String toString() {
    return "SignIn[]";
  }
}
