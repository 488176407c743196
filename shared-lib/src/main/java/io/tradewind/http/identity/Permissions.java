package io.tradewind.http.identity;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The permissions. Every call requires one of these; a role combines some, and groups that an admin
 * creates grant others. Groups store these names, so they never change.
 */
public final class Permissions {

  public static final String OWN_ACCOUNT = "account.own";
  public static final String PLACE_ORDERS = "orders.place";
  public static final String READ_ORDERS = "orders.read";
  public static final String CANCEL_ORDERS = "orders.cancel";
  public static final String ORDERS_OF_EVERYBODY = "orders.of-everybody";
  public static final String FULFIL_ORDERS = "orders.fulfil";
  public static final String CHANGE_PRODUCTS = "products.change";
  public static final String READ_STOCK = "stock.read";
  public static final String CHANGE_STOCK = "stock.change";
  public static final String READ_ACCOUNTS = "accounts.read";
  public static final String CHANGE_ACCOUNTS = "accounts.change";
  public static final String READ_OPERATIONS = "operations.read";
  public static final String REPAIR = "operations.repair";
  public static final String ROTATE_KEYS = "keys.rotate";

  /** The description of each, for admins who create groups. */
  private static final SortedMap<String, String> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(OWN_ACCOUNT, "One's own account, sessions, addresses and notifications"),
              Map.entry(PLACE_ORDERS, "Place orders"),
              Map.entry(READ_ORDERS, "Read one's own orders and what was paid for them"),
              Map.entry(CANCEL_ORDERS, "Cancel one's own orders"),
              Map.entry(
                  ORDERS_OF_EVERYBODY, "Whatever else one may do with orders, with everybody's"),
              Map.entry(FULFIL_ORDERS, "Ship orders, say that they arrived and take them back"),
              Map.entry(CHANGE_PRODUCTS, "Make products and change their names and prices"),
              Map.entry(READ_STOCK, "Read how stock came and went"),
              Map.entry(CHANGE_STOCK, "Change stock, with a reason"),
              Map.entry(READ_ACCOUNTS, "Look up accounts, their sessions and permission groups"),
              Map.entry(CHANGE_ACCOUNTS, "Say what others may do; in no group, it gives all"),
              Map.entry(READ_OPERATIONS, "See sagas, messages, differences and the audit trail"),
              Map.entry(REPAIR, "Repair sagas, messages, payments and stock"),
              Map.entry(ROTATE_KEYS, "Rotate the key that signs access tokens")));

  private Permissions() {}

  /** The permissions that a group may grant. */
  public static SortedSet<String> ofGroups() {
    SortedSet<String> given = new TreeSet<>(all());
    given.remove(CHANGE_ACCOUNTS);
    return given;
  }

  public static SortedSet<String> all() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(ALL.keySet()));
  }

  public static String described(String permission) {
    return ALL.get(permission);
  }
}
