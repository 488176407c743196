package io.tradewind.client;

/** Credentials. */
public record SignIn(String email, String password) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "SignIn[]";
  }
}
