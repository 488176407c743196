package io.tradewind.users.accounts.control;

import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.accounts.entity.Role;
import io.tradewind.users.addresses.control.Owners;
import io.tradewind.users.mail.control.Recipients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All accounts. The database's unique constraints decide whether an address or number is free,
 * because two registrations may run at the same time.
 */
@ApplicationScoped
public class Accounts implements Owners, Recipients {

  private static final String UNIQUE_VIOLATION = "23505";

  @PersistenceContext(unitName = "users")
  EntityManager entities;

  /**
   * @throws ProblemException 409 when the address or the number is taken
   */
  public void add(Account account) {
    refuseTaken(account);
    entities.persist(account);
    settle();
  }

  /**
   * Flushes changes, so that a taken number is found while the caller can be answered.
   *
   * @throws ProblemException 409 when the address or the number is taken
   */
  public void settle() {
    try {
      entities.flush();
    } catch (PersistenceException failed) {
      throw taken(failed).orElseThrow(() -> failed);
    }
  }

  public Optional<Account> byId(UUID id) {
    return Optional.ofNullable(entities.find(Account.class, id)).filter(found -> !found.erased());
  }

  /** Locked until the transaction ends. */
  public Optional<Account> locked(UUID id) {
    return Optional.ofNullable(entities.find(Account.class, id, LockModeType.PESSIMISTIC_WRITE))
        .filter(found -> !found.erased());
  }

  @Override
  public void lock(UUID id) {
    locked(id).orElseThrow(NotFound::account);
  }

  @Override
  public Optional<String> emailOf(UUID id) {
    return byId(id).map(Account::email);
  }

  public Optional<Account> byEmail(String email) {
    return entities
        .createQuery("select a from Account a where a.emailKey = :key", Account.class)
        .setParameter("key", Account.keyOf(email))
        .getResultList()
        .stream()
        .findFirst();
  }

  /** A search for accounts; null does not narrow. */
  public record Search(String emailStart, Role role, Boolean active) {

    /** Escapes wildcards. */
    private String pattern() {
      String start = emailStart == null ? "" : Account.keyOf(emailStart);
      return start.replaceAll("([!%_])", "!$1") + "%";
    }

    @Override
    public String toString() {
      return "Search[]";
    }
  }

  /** Accounts after the position in order of creation; one more than the page. */
  public List<Account> page(PageRequest page, UUID after, Search search) {
    return entities
        .createQuery(
            "select a from Account a where a.id > :after and a.erasedAt is null"
                + " and a.emailKey like :start escape '!'"
                + " and (:anyRole = true or :role member of a.roles)"
                + " and a.active in :active order by a.id",
            Account.class)
        .setHint("eclipselink.batch", "a.roles")
        .setHint("eclipselink.batch", "a.groups")
        .setParameter("after", after)
        .setParameter("start", search.pattern())
        .setParameter("anyRole", search.role == null)
        .setParameter("role", search.role == null ? Role.CUSTOMER : search.role)
        .setParameter(
            "active", search.active == null ? List.of(true, false) : List.of(search.active))
        .setMaxResults(page.limit() + 1)
        .getResultList();
  }

  /** Finds taken values without a failed statement in the log; the constraints decide a race. */
  private void refuseTaken(Account account) {
    List<Account> others =
        entities
            .createQuery(
                "select a from Account a where a.emailKey = :key or a.phoneNumber = :phone",
                Account.class)
            .setParameter("key", Account.keyOf(account.email()))
            .setParameter("phone", account.phoneNumber())
            .getResultList();
    if (others.stream().anyMatch(other -> other.hasEmail(account.email()))) {
      throw emailTaken();
    }
    if (!others.isEmpty()) {
      throw phoneTaken();
    }
  }

  private static Optional<ProblemException> taken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && UNIQUE_VIOLATION.equals(refused.getSQLState())) {
        return taken(refused.getMessage());
      }
    }
    return Optional.empty();
  }

  private static Optional<ProblemException> taken(String message) {
    if (message.contains("account_email_taken")) {
      return Optional.of(emailTaken());
    }
    if (message.contains("account_phone_taken")) {
      return Optional.of(phoneTaken());
    }
    return Optional.empty();
  }

  private static ProblemException emailTaken() {
    return new ProblemException(ProblemType.EMAIL_TAKEN, "another account has this e-mail address")
        .with("field", "email");
  }

  private static ProblemException phoneTaken() {
    return new ProblemException(ProblemType.PHONE_TAKEN, "another account has this phone number")
        .with("field", "phone");
  }
}
