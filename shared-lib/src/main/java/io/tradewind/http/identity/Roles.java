package io.tradewind.http.identity;

import static io.tradewind.http.identity.Permissions.CANCEL_ORDERS;
import static io.tradewind.http.identity.Permissions.CHANGE_PRODUCTS;
import static io.tradewind.http.identity.Permissions.CHANGE_STOCK;
import static io.tradewind.http.identity.Permissions.FULFIL_ORDERS;
import static io.tradewind.http.identity.Permissions.ORDERS_OF_EVERYBODY;
import static io.tradewind.http.identity.Permissions.OWN_ACCOUNT;
import static io.tradewind.http.identity.Permissions.PLACE_ORDERS;
import static io.tradewind.http.identity.Permissions.READ_OPERATIONS;
import static io.tradewind.http.identity.Permissions.READ_ORDERS;
import static io.tradewind.http.identity.Permissions.READ_STOCK;
import static io.tradewind.http.identity.Permissions.REPAIR;
import static io.tradewind.http.identity.Permissions.ROTATE_KEYS;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles in a token's {@code groups}, and their permissions. */
public final class Roles {

  public static final String CUSTOMER = "customer";
  public static final String STAFF = "staff";
  public static final String OPERATOR = "operator";

  /** Has every permission. */
  public static final String ADMIN = "admin";

  private static final List<String> ALL = List.of(CUSTOMER, STAFF, OPERATOR, ADMIN);

  private static final Map<String, Set<String>> MADE_OF =
      Map.of(
          CUSTOMER,
          Set.of(OWN_ACCOUNT, PLACE_ORDERS, READ_ORDERS, CANCEL_ORDERS),
          STAFF,
          Set.of(
              OWN_ACCOUNT,
              READ_ORDERS,
              CANCEL_ORDERS,
              ORDERS_OF_EVERYBODY,
              FULFIL_ORDERS,
              CHANGE_PRODUCTS,
              READ_STOCK,
              CHANGE_STOCK),
          OPERATOR,
          Set.of(OWN_ACCOUNT, READ_OPERATIONS, REPAIR, ROTATE_KEYS),
          ADMIN,
          Permissions.all());

  private Roles() {}

  /** A role gives its permissions; any other word gives the permission of that name. */
  static boolean gives(String word, String permission) {
    return word.equals(permission) || MADE_OF.getOrDefault(word, Set.of()).contains(permission);
  }

  /** The roles with this permission, the least powerful first. */
  public static List<String> madeOf(String permission) {
    return ALL.stream().filter(role -> MADE_OF.get(role).contains(permission)).toList();
  }
}
