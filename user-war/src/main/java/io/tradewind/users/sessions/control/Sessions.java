package io.tradewind.users.sessions.control;

import io.tradewind.users.sessions.entity.RefreshToken;
import io.tradewind.users.sessions.entity.Session;
import io.tradewind.users.sessions.entity.Session.Presentation;
import io.tradewind.users.sessions.entity.Session.Revocation;
import io.tradewind.values.Ids;
import io.tradewind.values.RandomToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All sessions and their refresh tokens. */
@ApplicationScoped
public class Sessions {

  /** A session with a new refresh token, which is visible only here. */
  public record Continued(Session session, String refreshToken) {
    @Override
    public String toString() {
      return "Continued[" + session.id() + "]";
    }
  }

  @PersistenceContext(unitName = "users")
  EntityManager entities;

  @Inject
  @ConfigProperty(name = "tradewind.tokens.refresh-idle")
  Duration longestIdle;

  @Inject
  @ConfigProperty(name = "tradewind.tokens.refresh-absolute")
  Duration longest;

  public Continued start(UUID accountId, Instant now) {
    Session session = new Session(Ids.next(), accountId, now, longest);
    entities.persist(session);
    return issue(session, now);
  }

  /**
   * Exchanges a token for the next of its chain, or returns empty. Then the session may have just
   * been revoked, so the caller must still commit the transaction.
   */
  public Optional<Continued> renew(String refreshToken, Instant now) {
    String hash = RandomToken.hashOf(refreshToken);
    return lockedFamily(hash)
        .filter(
            session ->
                session.present(entities.find(RefreshToken.class, hash), now)
                    == Presentation.ACCEPTED)
        .map(session -> issue(session, now));
  }

  /** An open session, for display. */
  @Schema(name = "OpenSession")
  public record Open(UUID id, Instant createdAt, Instant refreshedAt, Instant expiresAt) {}

  /** The account's sessions that can still be refreshed, the newest first. */
  public List<Open> open(UUID accountId, Instant now) {
    return entities
        .createQuery(
            "select new io.tradewind.users.sessions.control.Sessions$Open("
                + "s.id, s.createdAt, MAX(t.issuedAt), s.expiresAt)"
                + " from Session s, RefreshToken t"
                + " where t.sessionId = s.id and s.accountId = :account"
                + " and s.revokedAt is null and t.usedAt is null and t.expiresAt > :now"
                + " group by s.id, s.createdAt, s.expiresAt order by s.id desc",
            Open.class)
        .setParameter("account", accountId)
        .setParameter("now", now)
        .getResultList();
  }

  public List<UUID> endedSince(Instant time) {
    return entities
        .createQuery("select s.id from Session s where s.revokedAt >= :time", UUID.class)
        .setParameter("time", time)
        .getResultList();
  }

  /** Whether the account had such an open session. */
  public boolean revoke(UUID sessionId, UUID accountId, Revocation reason, Instant now) {
    Optional<Session> going =
        Optional.ofNullable(entities.find(Session.class, sessionId, LockModeType.PESSIMISTIC_WRITE))
            .filter(session -> session.accountId().equals(accountId))
            .filter(session -> !session.revoked());
    going.ifPresent(session -> session.revoke(reason, now));
    return going.isPresent();
  }

  public void revokeAll(UUID accountId, Revocation reason, Instant now) {
    entities
        .createQuery(
            "select s from Session s where s.accountId = :account and s.revokedAt is null"
                + " order by s.id",
            Session.class)
        .setParameter("account", accountId)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList()
        .forEach(session -> session.revoke(reason, now));
  }

  /** Deletes sessions that ended before this time, with their tokens; returns how many. */
  public int forgetThoseEndedBefore(Instant time) {
    entities
        .createQuery(
            "delete from RefreshToken t where t.sessionId in"
                + " (select s.id from Session s where s.expiresAt < :time)")
        .setParameter("time", time)
        .executeUpdate();
    return entities
        .createQuery("delete from Session s where s.expiresAt < :time")
        .setParameter("time", time)
        .executeUpdate();
  }

  /** Locks before it reads the token: of two concurrent uses, one reads it as used. */
  private Optional<Session> lockedFamily(String tokenHash) {
    return entities
        .createQuery(
            "select s from Session s where s.id ="
                + " (select t.sessionId from RefreshToken t where t.tokenHash = :hash)",
            Session.class)
        .setParameter("hash", tokenHash)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList()
        .stream()
        .findFirst();
  }

  private Continued issue(Session session, Instant now) {
    String token = RandomToken.next();
    entities.persist(session.issue(RandomToken.hashOf(token), now, longestIdle));
    return new Continued(session, token);
  }
}
