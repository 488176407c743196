package io.tradewind.client;

/**
 * Who wants an account.
 *
 * @param phone E.164, such as +4915112345678
 * @param password 8 to 256 characters
 */
public record Registration(String email, String phone, String password, String name) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "Registration[]";
  }
}
