package io.tradewind.users.accounts.boundary;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A request to reset the password of this address. */
public record ResetRequest(
    @Schema(examples = "ann@customers.example") @NotNull @Size(min = 1, max = 254) String email) {

  @Override
  public String toString() {
    return "ResetRequest[]";
  }
}
