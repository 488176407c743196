package io.tradewind.users.accounts.boundary;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The token that was mailed to a new address. */
public record Verification(@NotNull @Size(min = 1, max = 256) String token) {

  @Override
  public String toString() {
    return "Verification[]";
  }
}
