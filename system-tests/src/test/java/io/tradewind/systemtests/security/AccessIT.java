package io.tradewind.systemtests.security;

import static io.tradewind.systemtests.driver.Customer.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.architecture.Approved;
import io.tradewind.client.Order;
import io.tradewind.client.OrdersApi;
import io.tradewind.client.Tradewind;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.WholeSystem;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Makes every call that the running system describes as each kind of caller, and compares the
 * answers with the approved table. A new call is added to the table automatically, and its row must
 * be approved.
 */
@WholeSystem
class AccessIT {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** The object that a path names belongs to the owner and to nobody else. */
  private enum Who {
    ANYONE,
    OWNER("customer"),
    ANOTHER("customer"),
    STAFF("staff"),
    OPERATOR("operator"),
    ADMIN("admin");

    private final List<String> roles;

    Who(String... roles) {
      this.roles = List.of(roles);
    }

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);

  private final Platform platform;
  private final Map<Who, String> tokens = new EnumMap<>(Who.class);
  private final Customer owner;
  private final Customer another;
  private final UUID order;
  private final UUID notification;

  AccessIT(Platform platform) {
    this.platform = platform;
    this.owner = platform.customer();
    this.another = platform.customer();
    this.order = owner.orders(platform.staff().product(100, 5), 1, "pm_ok");
    owner.settles(order);
    this.notification = owner.notificationAbout(order);
    tokens.put(Who.OWNER, owner.token());
    tokens.put(Who.ANOTHER, another.token());
  }

  @Test
  void everyCallAnswersEverybodyAsApproved() {
    String rows =
        calls().stream().map(call -> row(call) + "\n").sorted().collect(Collectors.joining());
    Approved.file("../docs/access.md").is(page(rows));
  }

  @Test
  void anothersCursorLeadsToNothingThatIsNotMine() {
    UUID second = owner.orders("TEA-001", 1, "pm_ok");
    String cursor = ordersAs(owner).orders(null, 1, null).next();

    assertThat(cursor).isNotNull();
    assertThat(ordersAs(another).orders(cursor, null, null).items())
        .extracting(Order::id)
        .doesNotContain(order, second);
  }

  @Test
  void anothersIdempotencyKeyOpensNoStoredAnswer() {
    UUID cancelled = owner.orders("TEA-001", 1, "pm_ok");
    owner.settles(cancelled);
    String key = UUID.randomUUID().toString();

    assertThat(ordersAs(owner).cancel(cancelled, key, null).status()).isEqualTo(202);
    assertThat(refusalOf(() -> ordersAs(another).cancel(cancelled, key, null)))
        .isEqualTo("not-found");
  }

  @Test
  void aTicketOpensTheSocketOfItsOwnerAlone() {
    try (NotificationStream owners = owner.listens(0);
        NotificationStream others = another.listens(0)) {
      String order = owner.orders("TEA-001", 1, "pm_ok").toString();
      String theirs = another.orders("TEA-001", 1, "pm_ok").toString();

      assertThat(owners.await("OrderConfirmed", order, TOLD_WITHIN)).isNotNull();
      assertThat(others.await("OrderConfirmed", theirs, TOLD_WITHIN)).isNotNull();
      assertThat(owners.frames()).noneMatch(frame -> frame.toString().contains(theirs));
      assertThat(others.frames()).noneMatch(frame -> frame.toString().contains(order));
    }
  }

  @Test
  void aGroupGrantsItsPermissionsInEveryServiceAndNoOthers() {
    UUID packed = owner.orders("TEA-001", 1, "pm_ok");
    owner.settles(packed);
    Customer packer = platform.staff().memberOfAGroup("orders.fulfil", "orders.of-everybody");
    Tradewind member = platform.client().as(packer::signsInAgain);

    assertThat(refusalOf(() -> ordersAs(owner).ship(packed, null, null))).isEqualTo("forbidden");
    assertThat(member.orders().ship(packed, null, null).status()).isEqualTo(202);
    assertThat(refusalOf(() -> member.operations("inventory").stock(null, null)))
        .isEqualTo("forbidden");

    platform.staff().puts(packer, List.of());
    assertThat(refusalOf(() -> member.orders().deliver(packed, null, null))).isEqualTo("forbidden");
  }

  private OrdersApi ordersAs(Customer who) {
    return platform.client().as(who::token).orders();
  }

  private Set<String> calls() {
    Set<String> calls = new TreeSet<>();
    JsonNode paths =
        platform.raw().send(Request.get("/openapi?format=json", null)).json().path("paths");
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            calls.add(path.getKey() + " " + method.toUpperCase(Locale.ROOT));
                          }
                        }));
    return calls;
  }

  private String row(String call) {
    String[] parts = call.split(" ");
    String cells =
        Arrays.stream(Who.values())
            .map(who -> decision(who, parts[1], parts[0]))
            .collect(Collectors.joining(" | "));
    return "| `%s` | %s | %s |".formatted(parts[0], parts[1], cells);
  }

  /**
   * 401 and 403 refuse the caller, and so does 404, except on operators' calls. Any other error
   * below 500 is due to the empty request.
   */
  private String decision(Who who, String method, String template) {
    boolean operations = template.contains("/operations");
    int status =
        platform
            .raw()
            .send(request(method, filled(template), token(who, method, template)))
            .status();
    return switch (status) {
      case 401, 403 -> Integer.toString(status);
      case 404 -> operations ? "yes" : "404";
      default -> status < 500 ? "yes" : Integer.toString(status);
    };
  }

  private static Request request(String method, String path, String token) {
    boolean reads = method.equals("GET");
    return Request.of(
        method,
        path,
        token,
        reads ? null : "{}",
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        UUID.randomUUID().toString());
  }

  /** A call that may sign out or erase its caller gets the token of a new user. */
  private String token(Who who, String method, String template) {
    if (who == Who.ANYONE) {
      return null;
    }
    boolean aboutOneself =
        template.startsWith("/api/users/me") || template.equals("/api/users/logout");
    return aboutOneself && !method.equals("GET")
        ? newcomer(who)
        : tokens.computeIfAbsent(who, this::newcomer);
  }

  private String newcomer(Who who) {
    return platform.staff().tokenOfSomebodyNew(who.roles);
  }

  private String filled(String template) {
    if (template.equals("/api/users/{id}/sessions")) {
      // a new user, because an admin ends the sessions of this one
      return template.replace("{id}", platform.customer().id().toString());
    }
    String subject =
        template.contains("/operations")
            ? new UUID(0, 1).toString()
            : template.startsWith("/api/notifications")
                ? notification.toString()
                : template.startsWith("/api/users") ? owner.id().toString() : order.toString();
    return template
        .replace("{sku}", "TEA-001")
        .replace("{group}", "nobody-s")
        .replaceAll("\\{[^}]+}", subject);
  }

  private static String page(String rows) {
    return """
        # Who may call what

        Written by a test that makes every call of every service as each of these people; edit the services, then
        approve the change with `-Dapprove`. What a path names belongs to `owner`. `yes` means that the caller is
        let in; 404 that the thing is there, but not for them.

        | path | method | %s |
        |---|---|%s
        %s"""
        .formatted(
            Arrays.stream(Who.values()).map(Who::title).collect(Collectors.joining(" | ")),
            "---|".repeat(Who.values().length),
            rows);
  }
}
