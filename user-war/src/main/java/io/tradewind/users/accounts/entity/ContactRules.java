package io.tradewind.users.accounts.entity;

/** What names, numbers and addresses of people may look like, as regular expressions. */
public final class ContactRules {

  /** Possessive, so that a quarter of a megabyte of dots costs no stack. */
  public static final String EMAIL =
      "[^\\s@\\p{Cntrl}]{1,64}@[^\\s@.\\p{Cntrl}]+(?:\\.[^\\s@.\\p{Cntrl}]+)++";

  /** E.164. */
  public static final String PHONE = "\\+[1-9][0-9]{6,14}";

  /** Of one line, whatever the script. */
  public static final String NAME = "[^\\p{Cntrl}]*";

  private ContactRules() {}
}
