package io.tradewind.users.credentials.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.users.credentials.entity.FailedAttempts;
import io.tradewind.users.credentials.entity.KnownNetwork;
import io.tradewind.users.keys.control.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Throttles password guessing. Failures are counted three times: for this account from this
 * address, for the address, and for the account from everywhere. The last two do not apply to an
 * address from which the account was opened before, so that no stranger can lock an owner out; and
 * the last refuses for a minute at most, because it may affect an owner who travels.
 *
 * <p>An account is the address that was typed: whether it exists makes no difference to any answer.
 */
@ApplicationScoped
public class Throttle {

  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration LONGEST_FOR_ALL = Duration.ofMinutes(1);

  @PersistenceContext(unitName = "users")
  EntityManager entities;

  @Inject SecretBox box;

  /** Failures without a penalty for one account from one address. */
  @Inject
  @ConfigProperty(name = "tradewind.throttle.account.failures")
  int perAccount;

  /** Failures without a penalty for one address, and for one account from everywhere. */
  @Inject
  @ConfigProperty(name = "tradewind.throttle.address.failures")
  int perAddress;

  /** An attempt to sign in, as the three keyed hashes under which failures are counted. */
  public record Attempt(String here, String address, String account) {}

  /**
   * @param account the e-mail address that was typed, in the spelling that identifies an account
   * @param address the client's network address
   */
  public Attempt attempt(String account, String address) {
    return new Attempt(
        mark("here", account + "\n" + address), mark("address", address), mark("account", account));
  }

  /**
   * @throws ProblemException 429 when it is too early to try again
   */
  public void admit(Attempt attempt, Instant now) {
    refuse(
        isKnown(attempt)
            ? List.of(attempt.here)
            : List.of(attempt.here, attempt.address, attempt.account),
        now);
  }

  /**
   * Requests that name no account are throttled by their address alone.
   *
   * @throws ProblemException 429 when it is too early to try again
   */
  public void admit(String address, Instant now) {
    refuse(List.of(mark("address", address)), now);
  }

  public void failed(Attempt attempt, Instant now) {
    count(attempt.account, perAddress, LONGEST_FOR_ALL, now);
    count(attempt.address, perAddress, LONGEST, now);
    count(attempt.here, perAccount, LONGEST, now);
  }

  public void failed(String address, Instant now) {
    count(mark("address", address), perAddress, LONGEST, now);
  }

  /** The owner has signed in: earlier failures are cleared, and the network is known. */
  public void succeeded(Attempt attempt, UUID accountId, Instant now) {
    entities
        .createQuery("delete from FailedAttempts s where s.subject = :subject")
        .setParameter("subject", attempt.here)
        .executeUpdate();
    entities
        .createNativeQuery(
            "insert into known_place (subject, account_id, seen_at) values (?1, ?2, ?3)"
                + " on conflict (subject) do update set account_id = ?2, seen_at = ?3")
        .setParameter(1, attempt.here)
        .setParameter(2, accountId)
        .setParameter(3, now)
        .executeUpdate();
  }

  public void forget(UUID accountId) {
    entities
        .createQuery("delete from KnownNetwork p where p.accountId = :account")
        .setParameter("account", accountId)
        .executeUpdate();
  }

  /** Deletes expired failures, and networks that were not used since this time. */
  public int forgetThoseEndedBefore(Instant placesSeen, Instant now) {
    return entities
            .createQuery("delete from KnownNetwork p where p.seenAt < :time")
            .setParameter("time", placesSeen)
            .executeUpdate()
        + entities
            .createQuery("delete from FailedAttempts s where s.failedAt < :time")
            .setParameter("time", now.minus(FailedAttempts.MEMORY))
            .executeUpdate();
  }

  private boolean isKnown(Attempt attempt) {
    return entities.find(KnownNetwork.class, attempt.here) != null;
  }

  private void refuse(List<String> subjects, Instant now) {
    entities
        .createQuery(
            "select s from FailedAttempts s where s.subject in :subjects", FailedAttempts.class)
        .setParameter("subjects", subjects)
        .getResultList()
        .stream()
        .map(found -> found.refusedFor(now))
        .filter(wait -> wait.compareTo(Duration.ZERO) > 0)
        .max(Duration::compareTo)
        .ifPresent(
            wait -> {
              throw new ProblemException(
                      ProblemType.TOO_MANY_REQUESTS, "too many failures; try again later")
                  .retryAfter(wait);
            });
  }

  /** Inserts the row first and then locks it, so that concurrent failures are all counted. */
  private void count(String subject, int free, Duration longest, Instant now) {
    entities
        .createNativeQuery(
            "insert into suspicion (subject, failures, failed_at, refused_until)"
                + " values (?1, 0, ?2, ?2) on conflict do nothing")
        .setParameter(1, subject)
        .setParameter(2, now)
        .executeUpdate();
    entities
        .find(FailedAttempts.class, subject, LockModeType.PESSIMISTIC_WRITE)
        .fail(free, longest, now);
  }

  private String mark(String kind, String subject) {
    return box.mark(kind + "\n" + subject);
  }
}
