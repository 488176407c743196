package io.tradewind.users.accounts.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The role of an account; the word is the one in a token's {@code groups}. */
public enum Role {
  /** The role at registration. */
  CUSTOMER,
  STAFF,
  OPERATOR,
  /** Has every permission. */
  ADMIN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
