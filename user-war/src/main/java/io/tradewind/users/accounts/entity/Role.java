package io.tradewind.users.accounts.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an account may do; the word is what a token's {@code groups} says. */
public enum Role {
  /** Given at registration. */
  CUSTOMER,
  STAFF,
  OPERATOR,
  /** May do all. */
  ADMIN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
