package io.tradewind.users.sessions.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One token of a session's chain, identified by its hash. */
@Entity
@Table(name = "refresh_token")
public class RefreshToken {

  @Id
  @Column(name = "token_hash")
  private String tokenHash;

  @Column(name = "session_id")
  private UUID sessionId;

  @Column(name = "issued_at")
  private Instant issuedAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "used_at")
  private Instant usedAt;

  protected RefreshToken() {}

  public RefreshToken(String tokenHash, UUID sessionId, Instant issuedAt, Instant expiresAt) {
    this.tokenHash = tokenHash;
    this.sessionId = sessionId;
    this.issuedAt = issuedAt;
    this.expiresAt = expiresAt;
  }

  public UUID sessionId() {
    return sessionId;
  }

  boolean used() {
    return usedAt != null;
  }

  boolean expired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  void use(Instant now) {
    usedAt = now;
  }
}
