package io.tradewind.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tradewind.systemtests.Raw.Request;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may do what: nobody without a token 401, the wrong role 403, another's thing 404. */
@WholeSystem
class RolesIT {

  private final Platform platform;
  private final Customer owner;
  private final Customer stranger;
  private final String staff;
  private final UUID order;
  private final UUID notification;

  RolesIT(Platform platform) {
    this.platform = platform;
    this.owner = platform.customer();
    this.stranger = platform.customer();
    this.staff = platform.staff().clerksToken();
    this.order = owner.orders(platform.staff().product(100, 5), 1, "pm_ok");
    owner.settles(order);
    this.notification = owner.notificationAbout(order);
  }

  @TestFactory
  Stream<DynamicTest> withoutATokenIsA401() {
    return Stream.of(owned(), staffOnly(), adminOnly(), signedIn())
        .flatMap(List::stream)
        .map(route -> dynamicTest(route, () -> assertThat(status(route, null)).isEqualTo(401)));
  }

  @TestFactory
  Stream<DynamicTest> aCustomerInTheRoleOfStaffIsA403() {
    return Stream.of(staffOnly(), adminOnly())
        .flatMap(List::stream)
        .map(
            route ->
                dynamicTest(route, () -> assertThat(status(route, owner.token())).isEqualTo(403)));
  }

  @TestFactory
  Stream<DynamicTest> staffInTheRoleOfAnAdminIsA403() {
    return adminOnly().stream()
        .map(route -> dynamicTest(route, () -> assertThat(status(route, staff)).isEqualTo(403)));
  }

  @TestFactory
  Stream<DynamicTest> anOperatorReadsWhatIsStuckParkedAndUnsent() {
    return adminOnly().stream()
        .filter(route -> route.contains("/operations/"))
        .map(
            route ->
                dynamicTest(
                    route,
                    () -> assertThat(status(route, platform.staff().token())).isEqualTo(200)));
  }

  @TestFactory
  Stream<DynamicTest> anothersThingIsA404() {
    return owned().stream()
        .map(
            route ->
                dynamicTest(
                    route, () -> assertThat(status(route, stranger.token())).isEqualTo(404)));
  }

  @TestFactory
  Stream<DynamicTest> everybodyMayReadTheCatalogue() {
    return Stream.of(
            "GET /api/inventory/products",
            "GET /api/inventory/products/TEA-001",
            "GET /api/inventory/availability?sku=TEA-001",
            "GET /api/users/jwks")
        .map(route -> dynamicTest(route, () -> assertThat(status(route, null)).isEqualTo(200)));
  }

  @Test
  void aListHoldsOnlyTheCallersOwnOrders() {
    assertThat(stranger.listedOrders()).doesNotContain(order);
    assertThat(owner.listedOrders()).contains(order);
  }

  private List<String> owned() {
    return List.of(
        "GET /api/orders/" + order,
        "GET /api/orders/" + order + "/events",
        "POST /api/orders/" + order + "/cancellation",
        "GET /api/payments/" + order,
        "POST /api/notifications/" + notification + "/read");
  }

  private List<String> staffOnly() {
    return List.of(
        "POST /api/orders/" + order + "/shipment",
        "POST /api/orders/" + order + "/delivery",
        "POST /api/orders/" + order + "/return",
        "PUT /api/inventory/products/TEA-001",
        "POST /api/inventory/products/TEA-001/stock",
        "GET /api/inventory/products/TEA-001/movements");
  }

  private static List<String> adminOnly() {
    return List.of(
        "GET /api/users",
        "GET /api/users/" + new UUID(0, 1),
        "PATCH /api/users/" + new UUID(0, 1),
        "GET /api/orders/operations/sagas",
        "GET /api/orders/operations/parked",
        "GET /api/orders/operations/outbox",
        "GET /api/payments/operations/parked",
        "GET /api/inventory/operations/parked",
        "GET /api/notifications/operations/parked",
        "GET /api/users/operations/outbox");
  }

  private static List<String> signedIn() {
    return List.of(
        "GET /api/users/me",
        "GET /api/orders",
        "POST /api/orders",
        "GET /api/notifications",
        "POST /api/notifications/tickets");
  }

  private int status(String route, String token) {
    String[] methodAndPath = route.split(" ");
    boolean reads = methodAndPath[0].equals("GET");
    Request request =
        Request.of(
            methodAndPath[0],
            methodAndPath[1],
            token,
            reads ? null : "{}",
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            UUID.randomUUID().toString());
    return platform.raw().send(request).status();
  }
}
