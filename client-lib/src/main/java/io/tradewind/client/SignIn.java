package io.tradewind.client;

/** What opens an account. */
public record SignIn(String email, String password) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "SignIn[]";
  }
}
