package io.tradewind.orders.boundary;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.http.identity.Caller;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  @Test
  void everybodyMayOrderUnlessConfiguredOtherwise() {
    assertThatCode(() -> admission(false, false).require()).doesNotThrowAnyException();
  }

  @Test
  void whereVerifiedAddressesAreAskedForNobodyElseMayOrder() {
    assertThatThrownBy(() -> admission(true, false).require())
        .hasMessageContaining("verify the e-mail address");
    assertThatCode(() -> admission(true, true).require()).doesNotThrowAnyException();
  }

  static Admission admission(boolean verifiedOnly, boolean verified) {
    Admission admission = new Admission();
    admission.restored =
        new RestoredDatabase() {
          @Override
          void require() {
            // nothing is lost here
          }
        };
    admission.verifiedOnly = verifiedOnly;
    admission.caller =
        new Caller() {
          @Override
          public boolean hasVerifiedEmail() {
            return verified;
          }
        };
    return admission;
  }
}
