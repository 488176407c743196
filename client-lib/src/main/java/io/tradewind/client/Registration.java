package io.tradewind.client;

/**
 * A request for an account.
 *
 * @param phone E.164, such as +4915112345678
 * @param password 8 to 256 characters
 */
public record Registration(String email, String phone, String password, String name) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "Registration[]";
  }
}
