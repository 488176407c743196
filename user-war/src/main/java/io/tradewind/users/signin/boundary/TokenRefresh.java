package io.tradewind.users.signin.boundary;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The newest refresh token of a session, which works once. */
public record TokenRefresh(@NotNull @Size(min = 1, max = 256) String refreshToken) {

  @Override
  public String toString() {
    return "TokenRefresh[]";
  }
}
