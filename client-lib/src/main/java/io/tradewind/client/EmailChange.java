package io.tradewind.client;

/** A new e-mail address and the present password; the address counts once it is proved. */
public record EmailChange(String email, String password) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "EmailChange[]";
  }
}
