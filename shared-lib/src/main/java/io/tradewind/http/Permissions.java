package io.tradewind.http;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a call may need. Every call names one of these; a role is made of some, and a group that an
 * admin makes gives others. Groups are kept by these names, so a name stays.
 */
public final class Permissions {

  /** One's own account, sessions, addresses and notifications. */
  public static final String OWN_ACCOUNT = "account.own";

  public static final String PLACE_ORDERS = "orders.place";

  /** One's own, and what was paid for them. */
  public static final String READ_ORDERS = "orders.read";

  public static final String CANCEL_ORDERS = "orders.cancel";

  /** Whatever else one may do with orders, with everybody's. */
  public static final String ORDERS_OF_EVERYBODY = "orders.of-everybody";

  /** Ship, deliver and take back. */
  public static final String FULFIL_ORDERS = "orders.fulfil";

  public static final String CHANGE_PRODUCTS = "products.change";
  public static final String READ_STOCK = "stock.read";
  public static final String CHANGE_STOCK = "stock.change";
  public static final String READ_ACCOUNTS = "accounts.read";

  /** Whoever has this can have all: it says what others may do. No group gives it. */
  public static final String CHANGE_ACCOUNTS = "accounts.change";

  public static final String READ_OPERATIONS = "operations.read";
  public static final String REPAIR = "operations.repair";
  public static final String ROTATE_KEYS = "keys.rotate";

  private static final SortedSet<String> ALL =
      new TreeSet<>(
          List.of(
              OWN_ACCOUNT,
              PLACE_ORDERS,
              READ_ORDERS,
              CANCEL_ORDERS,
              ORDERS_OF_EVERYBODY,
              FULFIL_ORDERS,
              CHANGE_PRODUCTS,
              READ_STOCK,
              CHANGE_STOCK,
              READ_ACCOUNTS,
              CHANGE_ACCOUNTS,
              READ_OPERATIONS,
              REPAIR,
              ROTATE_KEYS));

  private Permissions() {}

  /** What a group may give. */
  public static SortedSet<String> ofGroups() {
    SortedSet<String> given = new TreeSet<>(ALL);
    given.remove(CHANGE_ACCOUNTS);
    return given;
  }

  public static SortedSet<String> all() {
    return Collections.unmodifiableSortedSet(ALL);
  }
}
