package io.tradewind.users.accounts.boundary;

import io.tradewind.contracts.users.UserRegistered;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.messaging.Outbox;
import io.tradewind.users.accounts.control.Accounts;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.credentials.control.PasswordHashingPool;
import io.tradewind.users.credentials.control.Passwords;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The account that can make others staff. It is created when its address is unknown; a password
 * that is configured later changes nothing, because the owner may have changed it meanwhile.
 */
@ApplicationScoped
public class FirstAdmin {

  private static final System.Logger LOG = System.getLogger(FirstAdmin.class.getName());

  @Inject
  @ConfigProperty(name = "admin.email")
  String email;

  /** Absent or empty: no such account is created. */
  @Inject
  @ConfigProperty(name = "tradewind.admin.password")
  Optional<String> password;

  @Inject Accounts accounts;
  @Inject Passwords passwords;
  @Inject PasswordHashingPool hashing;
  @Inject UserTransactions transactions;
  @Inject Outbox outbox;

  private volatile boolean there;

  /** The service is ready only when the admin can sign in. */
  @Produces
  @Readiness
  HealthCheck canSignIn() {
    return () ->
        HealthCheckResponse.named("users-first-admin").status(there || password.isEmpty()).build();
  }

  public void ensure() {
    if (there || password.isEmpty()) {
      return;
    }
    if (transactions.of(() -> accounts.byEmail(email)).isEmpty()) {
      create(hashing.submit(() -> passwords.hash(password.get())).join());
    }
    there = true;
  }

  private void create(String hash) {
    try {
      transactions.of(() -> added(Account.firstAdmin(Ids.next(), email, hash, Instant.now())));
      LOG.log(System.Logger.Level.INFO, "the first admin was created");
    } catch (ProblemException refused) {
      // Another replica created it first.
      if (refused.type() != ProblemType.EMAIL_TAKEN) {
        throw refused;
      }
    }
  }

  private Void added(Account admin) {
    accounts.add(admin);
    outbox.add(new UserRegistered(admin.id()));
    return null;
  }
}
