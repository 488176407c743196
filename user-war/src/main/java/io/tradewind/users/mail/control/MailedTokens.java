package io.tradewind.users.mail.control;

import io.tradewind.users.keys.control.SecretBox;
import io.tradewind.users.mail.control.Mail.Letter;
import io.tradewind.users.mail.entity.MailedToken;
import io.tradewind.users.mail.entity.MailedToken.Purpose;
import io.tradewind.values.Ids;
import io.tradewind.values.RandomToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tokens that wait to be mailed, or were mailed and wait to be used. */
@ApplicationScoped
public class MailedTokens {

  private static final Duration WINDOW = Duration.ofHours(1);
  private static final long PER_WINDOW = 5;

  @PersistenceContext(unitName = "users")
  EntityManager entities;

  @Inject SecretBox box;
  @Inject Recipients recipients;

  /**
   * Does nothing when the account has got enough mails in the window, so that nobody can flood
   * another's mailbox.
   *
   * @param address the recipient, or null for the account's own
   */
  public void issue(UUID accountId, Purpose purpose, String address, Instant now) {
    if (issuedSince(accountId, purpose, now.minus(WINDOW)) >= PER_WINDOW) {
      return;
    }
    UUID id = Ids.next();
    String token = RandomToken.next();
    byte[] sealed = box.close(token.getBytes(StandardCharsets.UTF_8), id.toString());
    entities.persist(
        new MailedToken(id, accountId, purpose, address, RandomToken.hashOf(token), sealed, now));
  }

  public boolean good(String token, Purpose purpose, Instant now) {
    return find(token, LockModeType.NONE).filter(found -> found.good(purpose, now)).isPresent();
  }

  /** Uses the token up; empty when it is not valid for any of these purposes. */
  public Optional<MailedToken> use(String token, Set<Purpose> purposes, Instant now) {
    Optional<MailedToken> good =
        find(token, LockModeType.PESSIMISTIC_WRITE)
            .filter(found -> purposes.stream().anyMatch(purpose -> found.good(purpose, now)));
    good.ifPresent(found -> found.use(now));
    return good;
  }

  /** Due mails, postponed until their next try; other replicas claim others. */
  public Map<UUID, Letter> claimDue(int atMost, Instant now) {
    Map<UUID, Letter> letters = new LinkedHashMap<>();
    for (MailedToken due : due(atMost, now)) {
      due.attempt(now);
      String token =
          new String(
              box.open(due.tokenSealed(), due.id().toString()).orElse(new byte[0]),
              StandardCharsets.UTF_8);
      due.address()
          .or(() -> recipients.emailOf(due.accountId()))
          .ifPresent(to -> letters.put(due.id(), new Letter(to, due.purpose(), token)));
    }
    return letters;
  }

  public void sent(UUID id, Instant now) {
    Optional.ofNullable(entities.find(MailedToken.class, id, LockModeType.PESSIMISTIC_WRITE))
        .ifPresent(letter -> letter.sent(now));
  }

  @SuppressWarnings("unchecked")
  private List<MailedToken> due(int atMost, Instant now) {
    return entities
        .createNativeQuery(
            "select * from mailed_token where sent_at is null and token_sealed is not null"
                + " and due_at <= ?1 and expires_at > ?1 order by due_at limit ?2"
                + " for update skip locked",
            MailedToken.class)
        .setParameter(1, now)
        .setParameter(2, atMost)
        .getResultList();
  }

  private long issuedSince(UUID accountId, Purpose purpose, Instant time) {
    return entities
        .createQuery(
            "select count(t) from MailedToken t where t.accountId = :account"
                + " and t.purpose = :purpose and t.createdAt > :time",
            Long.class)
        .setParameter("account", accountId)
        .setParameter("purpose", purpose)
        .setParameter("time", time)
        .getSingleResult();
  }

  /** Deletes the tokens of an account, because they must not outlive their address. */
  public void forget(UUID accountId) {
    entities
        .createQuery("delete from MailedToken t where t.accountId = :account")
        .setParameter("account", accountId)
        .executeUpdate();
  }

  public int forgetThoseEndedBefore(Instant time) {
    return entities
        .createQuery("delete from MailedToken t where t.expiresAt < :time")
        .setParameter("time", time)
        .executeUpdate();
  }

  private Optional<MailedToken> find(String token, LockModeType lock) {
    return entities
        .createQuery("select t from MailedToken t where t.tokenHash = :hash", MailedToken.class)
        .setParameter("hash", RandomToken.hashOf(token))
        .setLockMode(lock)
        .getResultList()
        .stream()
        .findFirst();
  }
}
