package io.tradewind.users.signin.boundary;

/**
 * The result of a sign-in.
 *
 * @param expiresIn lifetime of the access token in seconds
 */
public record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn) {

  @Override
  public String toString() {
    return "Tokens[]";
  }
}
