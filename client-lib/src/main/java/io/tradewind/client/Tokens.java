package io.tradewind.client;

/**
 * The result of a sign-in.
 *
 * @param tokenType Bearer
 * @param expiresIn lifetime of the access token in seconds
 */
public record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "Tokens[]";
  }
}
