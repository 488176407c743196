package io.tradewind.client;

/** An owner's change of an account; null leaves a value unchanged. */
public record ProfileChange(String name, String phone) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "ProfileChange[]";
  }
}
