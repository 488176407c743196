package io.tradewind.client;

/** The newest refresh token of a session, which works once. */
public record TokenRefresh(String refreshToken) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "TokenRefresh[]";
  }
}
