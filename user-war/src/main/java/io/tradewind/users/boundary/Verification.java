package io.tradewind.users.boundary;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The token that was mailed to a new address. */
record Verification(@NotNull @Size(min = 1, max = 256) String token) {

  @Override
  public String toString() {
    return "Verification[]";
  }
}
