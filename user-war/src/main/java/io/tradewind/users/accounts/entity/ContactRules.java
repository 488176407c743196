package io.tradewind.users.accounts.entity;

/** Regular expressions for e-mail addresses and phone numbers. */
public final class ContactRules {

  /** Possessive, so that 256 KB of dots cause no stack overflow. */
  public static final String EMAIL =
      "[^\\s@\\p{Cntrl}]{1,64}@[^\\s@.\\p{Cntrl}]+(?:\\.[^\\s@.\\p{Cntrl}]+)++";

  /** E.164. */
  public static final String PHONE = "\\+[1-9][0-9]{6,14}";

  private ContactRules() {}
}
