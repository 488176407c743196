package io.tradewind.users.signin.boundary;

/**
 * What a sign-in gives.
 *
 * @param expiresIn life of the access token in seconds
 */
public record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn) {

  @Override
  public String toString() {
    return "Tokens[]";
  }
}
