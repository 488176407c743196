package io.tradewind.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.contract.ApiDescription.Operation;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RenewedToken;
import io.tradewind.systemtests.driver.SeededRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Users and objects of the fuzzer's own, so that it does not affect those of others. */
final class FuzzFixtures {

  private static final String PASSWORD = "correct horse battery staple";
  private static final int ORDERS_KEPT = 40;

  private final Platform platform;
  private final Map<String, RenewedToken> signed = new HashMap<>();
  private final List<UUID> orders = new ArrayList<>();
  private final Customer customer;
  private final UUID spare;
  private final UUID notification;
  private final String sku;

  FuzzFixtures(Platform platform) {
    this.platform = platform;
    this.customer = platform.customer();
    this.spare = platform.customer().id();
    this.sku = platform.staff().product(100, 1_000_000);
    for (int i = 0; i < 8; i++) {
      orders.add(customer.orders(sku, 1, "pm_ok"));
    }
    customer.settles(orders.get(0));
    this.notification = customer.notificationAbout(orders.get(0));
  }

  /**
   * A call about the caller's own account gets the token of a separate user, whom it may remove.
   */
  String token(String role, Operation operation) {
    String who = aboutOneself(operation) ? "somebody" : role;
    return signed.computeIfAbsent(who, name -> new RenewedToken(() -> fresh(name))).get();
  }

  private String fresh(String who) {
    return switch (who) {
      case "somebody" -> platform.customer().token();
      case "customer" -> customer.signsInAgain();
      default -> platform.staff().tokenOfSomebodyNew(List.of(who));
    };
  }

  /** Records the effect of an answer: another order, or a user who is signed out. */
  void heard(Operation operation, int status, JsonNode answer) {
    if (status / 100 != 2) {
      return;
    }
    if (aboutOneself(operation) && !operation.method().equals("GET")) {
      signed.remove("somebody");
    }
    if (operation.id().equals("ordersPlace")) {
      orders.add(UUID.fromString(answer.path("id").asText()));
      if (orders.size() > ORDERS_KEPT) {
        orders.remove(0);
      }
    }
  }

  private static boolean aboutOneself(Operation operation) {
    return operation.path().startsWith("/api/users/me")
        || operation.path().startsWith("/api/users/logout");
  }

  /** Returns a value of this name that is valid for the operation; null for none. */
  String thing(Operation operation, String name, SeededRandom chance) {
    return switch (name) {
      case "sku" -> chance.percent(85) ? sku : Platform.fresh("FUZZ");
      case "group" -> "fuzzers";
      case "orderId", "id" -> subject(operation, chance);
      case "email" -> UUID.randomUUID() + "@customers.example";
      case "country" -> "DE";
      case "phone" -> "+49" + chance.between(1_000_000_000L, 9_999_999_999L);
      case "currency" -> chance.percent(95) ? "EUR" : "USD";
      case "paymentMethod" -> chance.of("pm_ok", "pm_ok", "pm_declined");
      case "password", "currentPassword" -> chance.percent(50) ? PASSWORD : null;
      case "wait" -> chance.of("0s", "1s");
      default -> null;
    };
  }

  private String subject(Operation operation, SeededRandom chance) {
    if (operation.path().contains("/operations/parked")) {
      return null;
    }
    if (operation.path().startsWith("/api/users")) {
      return spare.toString();
    }
    return operation.path().startsWith("/api/notifications")
        ? notification.toString()
        : chance.of(orders).toString();
  }
}
