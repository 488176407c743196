package io.tradewind.client;

/**
 * What a sign-in gives.
 *
 * @param tokenType Bearer
 * @param expiresIn life of the access token in seconds
 */
public record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "Tokens[]";
  }
}
