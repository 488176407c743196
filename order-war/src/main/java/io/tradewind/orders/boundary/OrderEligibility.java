package io.tradewind.orders.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may order, and when: everybody with an account or only whose e-mail address is verified, and
 * nobody while the database has lost orders.
 */
@ApplicationScoped
class OrderEligibility {

  @Inject
  @ConfigProperty(name = "tradewind.orders.verified-email")
  boolean verifiedOnly;

  @Inject Caller caller;

  @Inject RestoredDatabaseCheck restored;

  /**
   * @throws ProblemException 503 while orders are lost that may be sent once more; 403 when the
   *     address has to be verified first; a token that was given before that says no until it is
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
