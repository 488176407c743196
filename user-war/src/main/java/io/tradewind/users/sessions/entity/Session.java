package io.tradewind.users.sessions.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * One sign-in and the chain of its refresh tokens. Each works once. A second use means that two
 * parties have the token and one of them stole it; nobody can say which, so the session is revoked.
 * However often it is renewed, it ends at {@code expiresAt}.
 */
@Entity
@Table(name = "session")
public class Session {

  /** Why a session ended early. */
  public enum Revocation {
    SIGNED_OUT,
    TOKEN_REUSED,
    PASSWORD_CHANGED,
    DEACTIVATED,
    ENDED_BY_ADMIN,
    ERASED
  }

  /** The result of presenting a refresh token. */
  public enum Presentation {
    ACCEPTED,
    EXPIRED,
    REVOKED,
    REUSED
  }

  @Id private UUID id;

  @Column(name = "account_id")
  private UUID accountId;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "revoked_at")
  private Instant revokedAt;

  @Column(name = "revoked_reason")
  @Enumerated(EnumType.STRING)
  private Revocation revokedReason;

  @Version private long version;

  protected Session() {}

  public Session(UUID id, UUID accountId, Instant now, Duration atMost) {
    this.id = id;
    this.accountId = accountId;
    this.createdAt = now;
    this.expiresAt = now.plus(atMost);
  }

  /** The next token of the chain: valid for at most {@code idle}, and never beyond the session. */
  public RefreshToken issue(String tokenHash, Instant now, Duration idle) {
    Instant rested = now.plus(idle);
    return new RefreshToken(tokenHash, id, now, rested.isBefore(expiresAt) ? rested : expiresAt);
  }

  /** Uses the token up, or revokes the session when it was used before. */
  public Presentation present(RefreshToken token, Instant now) {
    if (revokedAt != null) {
      return Presentation.REVOKED;
    }
    if (token.used()) {
      revoke(Revocation.TOKEN_REUSED, now);
      return Presentation.REUSED;
    }
    if (token.expired(now) || !now.isBefore(expiresAt)) {
      return Presentation.EXPIRED;
    }
    token.use(now);
    return Presentation.ACCEPTED;
  }

  public void revoke(Revocation reason, Instant now) {
    if (revokedAt == null) {
      revokedAt = now;
      revokedReason = reason;
    }
  }

  public boolean revoked() {
    return revokedAt != null;
  }

  public UUID id() {
    return id;
  }

  public UUID accountId() {
    return accountId;
  }
}
