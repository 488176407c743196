package io.tradewind.users.signin.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.users.accounts.control.Accounts;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.credentials.control.Passwords;
import io.tradewind.users.credentials.control.Throttle;
import io.tradewind.users.credentials.control.Throttle.Attempt;
import io.tradewind.users.keys.boundary.CachedKeyRing;
import io.tradewind.users.sessions.control.Sessions;
import io.tradewind.users.signin.control.AccessTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Exchanges a verified password or a refresh token for a new pair of tokens. */
@ApplicationScoped
class SignIns {

  @Inject Accounts accounts;
  @Inject Sessions sessions;
  @Inject AccessTokens accessTokens;
  @Inject Passwords passwords;
  @Inject CachedKeyRing keyRing;
  @Inject UserTransactions transactions;
  @Inject SignInMetrics metrics;
  @Inject Throttle throttle;

  /** The result of checking a password. */
  record Verdict(boolean opens, Optional<String> renewedHash) {
    @Override
    public String toString() {
      return "Verdict[" + opens + "]";
    }
  }

  /** Runs in the hashing pool. A password with an outdated hash is hashed again at once. */
  Verdict judge(Optional<Account> account, String password) {
    boolean opens = passwords.matches(account.map(Account::passwordHash), password);
    return new Verdict(
        opens,
        account
            .filter(known -> opens && passwords.outdated(known.passwordHash()))
            .map(known -> passwords.hash(password)));
  }

  /**
   * @throws ProblemException 401 with the same text for an unknown account, a wrong password, and
   *     an inactive account
   */
  Tokens open(Optional<Account> seen, Verdict verdict, Attempt attempt) {
    Optional<Tokens> opened =
        seen.filter(account -> verdict.opens)
            .flatMap(account -> transactions.of(() -> opened(account, verdict, attempt)));
    metrics.signIn(opened.isPresent());
    if (opened.isEmpty()) {
      transactions.run(() -> throttle.failed(attempt, Instant.now()));
    }
    return opened.orElseThrow(
        () ->
            new ProblemException(
                ProblemType.INVALID_CREDENTIALS, "e-mail address or password is wrong"));
  }

  /**
   * @throws ProblemException 401; the session may have been revoked by then, and stays revoked
   */
  Tokens renew(String refreshToken, String address) {
    transactions.run(() -> throttle.admit(address, Instant.now()));
    Optional<Tokens> renewed = transactions.of(() -> renewed(refreshToken, Instant.now()));
    metrics.refresh(renewed.isPresent());
    if (renewed.isEmpty()) {
      transactions.run(() -> throttle.failed(address, Instant.now()));
    }
    return renewed.orElseThrow(
        () ->
            new ProblemException(
                ProblemType.INVALID_CREDENTIALS, "the refresh token is unknown, used or too old"));
  }

  /**
   * The password may have been changed while this one waited to be hashed. The account is locked,
   * so that whoever changes it next finds the session and ends it.
   */
  private Optional<Tokens> opened(Account seen, Verdict verdict, Attempt attempt) {
    Instant now = Instant.now();
    return accounts
        .locked(seen.id())
        .filter(Account::active)
        .filter(account -> account.passwordHash().equals(seen.passwordHash()))
        .map(
            account -> {
              verdict.renewedHash.ifPresent(hash -> account.changePasswordHash(hash, now));
              throttle.succeeded(attempt, account.id(), now);
              return tokens(account, sessions.start(account.id(), now), now);
            });
  }

  private Optional<Tokens> renewed(String refreshToken, Instant now) {
    return sessions
        .renew(refreshToken, now)
        .flatMap(
            continued ->
                active(continued.session().accountId())
                    .map(account -> tokens(account, continued, now)));
  }

  private Optional<Account> active(UUID accountId) {
    return accounts.byId(accountId).filter(Account::active);
  }

  private Tokens tokens(Account account, Sessions.Continued continued, Instant now) {
    String accessToken =
        accessTokens.issue(account, continued.session().id(), keyRing.signer(), now);
    return new Tokens(
        accessToken, continued.refreshToken(), "Bearer", accessTokens.life().toSeconds());
  }
}
