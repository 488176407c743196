package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.tradewind.client.Money;
import io.tradewind.client.Notification;
import io.tradewind.client.NotificationStream;
import io.tradewind.client.Order;
import io.tradewind.client.OrderRequest;
import io.tradewind.client.OrderRequest.Line;
import io.tradewind.client.ProductDetails;
import io.tradewind.client.Registration;
import io.tradewind.client.SignIn;
import io.tradewind.client.Tradewind;
import io.tradewind.client.TradewindProblem;
import io.tradewind.outside.Issuer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An enterprise's OpenID Connect issuer replaces user-war: its users are not registered here, and
 * the kind of keys, the name, the audience and the place of the roles differ. Only the environment
 * configures it.
 */
class ExternalIssuerIT {

  private static final String NAME = "https://login.example.org/realms/shop";
  private static final String ROLES = "realm_access.roles";
  private static final String ALGORITHM = "ES256";
  private static final Duration SETTLED = Duration.ofSeconds(60);

  private static Issuer issuer;
  private static Stack stack;

  @BeforeAll
  static void start() {
    issuer = new Issuer(NAME, "shop", ROLES, ALGORITHM);
    stack =
        Stack.forTests()
            .env("JWKS_URL", issuer.url())
            .env("JWT_ISSUER", NAME)
            .env("JWT_AUDIENCE", "shop")
            .env("JWT_ROLES_CLAIM", ROLES)
            .env("JWT_ALGORITHM", ALGORITHM)
            .start();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
    issuer.close();
  }

  @Test
  void theOrderOfSomebodyWhomOnlyTheIssuerKnowsIsConfirmed() throws InterruptedException {
    UUID person = UUID.randomUUID();
    Tradewind own = bearing(issuer.tokenOf(person, "customer"));

    UUID order = ordered(own);

    assertThat(await().atMost(SETTLED).until(() -> seen(own, order), Order::settled).status())
        .isEqualTo("CONFIRMED");
    assertThat(own.payments().payment(order).status()).isEqualTo("CAPTURED");
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () ->
                assertThat(own.notifications().notifications(null, null).items())
                    .extracting(Notification::type)
                    .contains("OrderConfirmed"));
    try (NotificationStream stream = own.stream(0)) {
      assertThat(stream.next(SETTLED)).isPresent();
    }
  }

  @Test
  void theIssuersRolesDecideWhoMayDoWhat() {
    Tradewind customer = bearing(issuer.tokenFor("customer"));
    Tradewind staff = bearing(issuer.tokenFor("staff"));
    ProductDetails details = new ProductDetails("Loose tea", new Money(450, "EUR"));
    UUID order = ordered(customer);

    assertThat(refusal(() -> customer.inventory().putProduct("TEA-900", null, details)))
        .isEqualTo(403);
    assertThatCode(() -> staff.inventory().putProduct("TEA-900", null, details))
        .doesNotThrowAnyException();
    assertThat(refusal(() -> seen(bearing(issuer.tokenFor("customer")), order))).isEqualTo(404);
    assertThat(seen(staff, order).id()).isEqualTo(order);
    assertThat(refusal(() -> bearing(issuer.tokenFor()).orders().orders(null, null, null)))
        .isEqualTo(403);
  }

  @Test
  void userWarsOwnTokenIsRefused() {
    Tradewind anyone = bearing(null);
    String email = "ann@example.org";
    anyone.users().register(new Registration(email, "+4915112345678", "correct horse", "Ann"));
    String token = anyone.users().signIn(new SignIn(email, "correct horse")).accessToken();

    assertRefusedEverywhere(token);
  }

  @Test
  void aTokenOfTheIssuerForSomebodyElseOrInAnothersNameIsRefused() {
    UUID person = UUID.randomUUID();
    List<String> roles = List.of("customer");

    assertRefusedEverywhere(issuer.tokenOf(person, roles, claims -> claims.setIssuer(Issuer.OURS)));
    assertRefusedEverywhere(
        issuer.tokenOf(person, roles, claims -> claims.setAudience("tradewind")));
    assertRefusedEverywhere(issuer.tokenOf(person, roles, ExternalIssuerIT::expired));
  }

  /** An issuer without a UUID as subject is noticed at the first call, not by a lost order. */
  @Test
  void aSubjectThatIsNoUuidIsNobody() {
    Tradewind nobody =
        bearing(
            issuer.tokenOf(
                UUID.randomUUID(),
                List.of("customer"),
                claims -> claims.setSubject("ann@example.org")));

    assertThat(refusal(() -> nobody.orders().orders(null, null, null))).isEqualTo(401);
    assertThat(refusal(() -> ordered(nobody))).isEqualTo(401);
  }

  private static void expired(JwtClaims claims) {
    claims.setExpirationTimeMinutesInTheFuture(-2);
  }

  private static void assertRefusedEverywhere(String token) {
    Tradewind bearer = bearing(token);
    assertThat(refusal(() -> bearer.orders().orders(null, null, null))).isEqualTo(401);
    assertThat(refusal(() -> bearer.payments().payment(UUID.randomUUID()))).isEqualTo(401);
    assertThat(refusal(() -> bearer.notifications().notifications(null, null))).isEqualTo(401);
    assertThat(refusal(() -> bearer.users().me())).isEqualTo(401);
  }

  /** Places an order as soon as the orders service knows the first products. */
  private static UUID ordered(Tradewind own) {
    OrderRequest request = new OrderRequest(List.of(new Line("TEA-001", 1)), "pm_ok");
    String key = UUID.randomUUID().toString();
    return await()
        .atMost(SETTLED)
        .ignoreExceptionsMatching(
            refused ->
                refused instanceof TradewindProblem problem && problem.slug().equals("unknown-sku"))
        .until(() -> own.orders().place(key, request).body().id(), id -> id != null);
  }

  private static Order seen(Tradewind own, UUID order) {
    return own.orders().order(order, null, null).body();
  }

  private static int refusal(Runnable call) {
    try {
      call.run();
      return 200;
    } catch (TradewindProblem refused) {
      return refused.status();
    }
  }

  private static Tradewind bearing(String token) {
    Tradewind anyone = Tradewind.at(stack.url(Service.ORDERS));
    return token == null ? anyone : anyone.as(() -> token);
  }
}
