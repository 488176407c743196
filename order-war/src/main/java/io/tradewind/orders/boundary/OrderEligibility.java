package io.tradewind.orders.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may order, and when: every account or only those with a verified e-mail address, and none
 * while the database has lost orders.
 */
@ApplicationScoped
class OrderEligibility {

  @Inject
  @ConfigProperty(name = "tradewind.orders.verified-email")
  boolean verifiedOnly;

  @Inject Caller caller;

  @Inject RestoredDatabaseCheck restored;

  /**
   * @throws ProblemException 503 while orders are lost that clients may repeat; 403 when the
   *     address is not verified; a token issued before the verification is refused until it is
   *     refreshed
   */
  void require() {
    restored.require();
    if (verifiedOnly && !caller.hasVerifiedEmail()) {
      throw new ProblemException(
          ProblemType.EMAIL_NOT_VERIFIED, "verify the e-mail address, refresh the token and order");
    }
  }
}
