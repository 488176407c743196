package io.tradewind.http;

/** The roles in a token's {@code groups}. A role check for staff lets an admin in as well. */
public final class Roles {

  public static final String CUSTOMER = "customer";
  public static final String STAFF = "staff";
  public static final String OPERATOR = "operator";

  /** May do all. */
  public static final String ADMIN = "admin";

  private Roles() {}
}
