package io.tradewind.client;

/** The newest refresh token of a sign-in, which works once. */
public record TokenRefresh(String refreshToken) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "TokenRefresh[]";
  }
}
