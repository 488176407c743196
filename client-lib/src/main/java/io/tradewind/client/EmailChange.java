package io.tradewind.client;

/** A new e-mail address and the current password; the address is valid once it is verified. */
public record EmailChange(String email, String password) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "EmailChange[]";
  }
}
