package io.tradewind.users.boundary;

/**
 * What a sign-in gives.
 *
 * @param expiresIn life of the access token in seconds
 */
record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn) {

  @Override
  public String toString() {
    return "Tokens[]";
  }
}
