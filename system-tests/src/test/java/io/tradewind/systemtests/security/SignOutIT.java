package io.tradewind.systemtests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.AccessChange;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.WholeSystem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * After a sign-out, a lock-out or an erasure, the user's tokens are refused everywhere within 30 s.
 */
@WholeSystem
class SignOutIT {

  private static final Duration PROMISED = Duration.ofSeconds(30);

  /** Calls to each service that any signed-in customer may make. */
  private static final List<String> EVERYWHERE =
      List.of(
          "/api/users/me",
          "/api/users/me/sessions",
          "/api/orders",
          "/api/payments/" + new java.util.UUID(0, 1),
          "/api/inventory/products/TEA-001/movements",
          "/api/notifications");

  private final Platform platform;

  SignOutIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void theTokensOfWhoLeftAreRefusedEverywhereAndTheirSocketsClose() throws Exception {
    Customer signsOut = platform.customer();
    Customer shutOut = platform.customer();
    Customer erased = platform.customer();
    List<Customer> leaving = List.of(signsOut, shutOut, erased);
    String elsewhere = signsOut.signsInAgain();
    List<NotificationStream> streams =
        leaving.stream().map(customer -> customer.listens(0)).toList();

    platform.client().as(signsOut::token).users().signOut();
    platform
        .client()
        .as(platform.staff()::token)
        .users()
        .changeAccess(shutOut.id(), "*", new AccessChange(null, false, null, null));
    platform.client().as(erased::token).users().eraseMe();

    for (Customer customer : leaving) {
      assertThat(Eventually.ask(PROMISED, () -> answers(customer.token()), Set.of(401)::equals))
          .containsExactly(401);
    }
    for (NotificationStream stream : streams) {
      assertThat(stream.closed().get(PROMISED.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1008);
    }
    assertThat(platform.client().as(() -> elsewhere).orders().orders(null, null, null).items())
        .isEmpty();
  }

  private Set<Integer> answers(String token) {
    return EVERYWHERE.stream()
        .map(path -> platform.raw().send(Request.get(path, token)).status())
        .collect(Collectors.toSet());
  }
}
