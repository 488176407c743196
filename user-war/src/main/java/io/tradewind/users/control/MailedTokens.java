package io.tradewind.users.control;

import io.tradewind.users.entity.MailedToken;
import io.tradewind.users.entity.MailedToken.Purpose;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Tokens that are waiting to be mailed, or were mailed and wait for their owner. */
@ApplicationScoped
public class MailedTokens {

  @PersistenceContext(unitName = "users")
  EntityManager entities;

  @Inject Seal seal;

  public void issue(UUID accountId, Purpose purpose, Instant now) {
    UUID id = Ids.next();
    String token = Secrets.next();
    byte[] sealed = seal.close(token.getBytes(StandardCharsets.UTF_8), id.toString());
    entities.persist(new MailedToken(id, accountId, purpose, Secrets.hashOf(token), sealed, now));
  }

  public boolean good(String token, Purpose purpose, Instant now) {
    return find(token, LockModeType.NONE).filter(found -> found.good(purpose, now)).isPresent();
  }

  /** Uses the token up and says whose it is; nothing when it is not good for this. */
  public Optional<UUID> use(String token, Purpose purpose, Instant now) {
    Optional<MailedToken> good =
        find(token, LockModeType.PESSIMISTIC_WRITE).filter(found -> found.good(purpose, now));
    good.ifPresent(found -> found.use(now));
    return good.map(MailedToken::accountId);
  }

  /** Forgets the tokens of an account: they may not outlive the address that they were for. */
  public void forget(UUID accountId) {
    entities
        .createQuery("DELETE FROM MailedToken t WHERE t.accountId = :account")
        .setParameter("account", accountId)
        .executeUpdate();
  }

  public int forgetThoseEndedBefore(Instant time) {
    return entities
        .createQuery("DELETE FROM MailedToken t WHERE t.expiresAt < :time")
        .setParameter("time", time)
        .executeUpdate();
  }

  private Optional<MailedToken> find(String token, LockModeType lock) {
    return entities
        .createQuery("SELECT t FROM MailedToken t WHERE t.tokenHash = :hash", MailedToken.class)
        .setParameter("hash", Secrets.hashOf(token))
        .setLockMode(lock)
        .getResultList()
        .stream()
        .findFirst();
  }
}
