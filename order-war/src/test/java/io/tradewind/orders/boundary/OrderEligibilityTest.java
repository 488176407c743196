package io.tradewind.orders.boundary;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.http.identity.Caller;
import org.junit.jupiter.api.Test;

class OrderEligibilityTest {

  @Test
  void everybodyMayOrderUnlessConfiguredOtherwise() {
    assertThatCode(() -> admission(false, false).require()).doesNotThrowAnyException();
  }

  @Test
  void unverifiedCustomersMayNotOrderWhereVerificationIsRequired() {
    assertThatThrownBy(() -> admission(true, false).require())
        .hasMessageContaining("verify the e-mail address");
    assertThatCode(() -> admission(true, true).require()).doesNotThrowAnyException();
  }

  static OrderEligibility admission(boolean verifiedOnly, boolean verified) {
    OrderEligibility eligibility = new OrderEligibility();
    eligibility.restored =
        new RestoredDatabaseCheck() {
          @Override
          void require() {
            // nothing is lost here
          }
        };
    eligibility.verifiedOnly = verifiedOnly;
    eligibility.caller =
        new Caller() {
          @Override
          public boolean hasVerifiedEmail() {
            return verified;
          }
        };
    return eligibility;
  }
}
