package io.tradewind.client;

/** What an owner changes of an account; null stays as it is. */
public record ProfileChange(String name, String phone) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "ProfileChange[]";
  }
}
