package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.StartFailure;
import org.junit.jupiter.api.Test;

/** A server with invalid settings names each of them and does not start. */
class RefusedSettingsIT {

  @Test
  void aMissingSecretAnAbsurdNumberAndAMalformedAddressAreNamedAndNothingStarts() {
    Throwable refusal =
        catchThrowable(
            () ->
                Stack.forTests(Service.USERS)
                    .env("TOKEN_KEY_SECRET", "")
                    .env("TRADEWIND_PASSWORDS_QUEUE", "-1")
                    .env("JWKS_URL", "somewhere")
                    .start()
                    .close());

    assertThat(refusal)
        .isInstanceOf(StartFailure.class)
        .message()
        .contains("TOKEN_KEY_SECRET is not set: it is a secret of 16 characters")
        .contains("TRADEWIND_PASSWORDS_QUEUE is '-1': use 1..100000 sign-ins")
        .contains("JWKS_URL is 'somewhere': use URL");
  }
}
