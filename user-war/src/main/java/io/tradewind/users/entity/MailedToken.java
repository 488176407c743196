package io.tradewind.users.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A token that reaches its owner by mail, proves that the mailbox is theirs, and works once. */
@Entity
@Table(name = "mailed_token")
public class MailedToken {

  /** What the token lets its holder do, and for how long. */
  public enum Purpose {
    VERIFY_EMAIL(Duration.ofDays(3)),
    RESET_PASSWORD(Duration.ofMinutes(30));

    private final Duration lasts;

    Purpose(Duration lasts) {
      this.lasts = lasts;
    }
  }

  @Id private UUID id;

  @Column(name = "account_id")
  private UUID accountId;

  @Enumerated(EnumType.STRING)
  private Purpose purpose;

  @Column(name = "token_hash")
  private String tokenHash;

  /** For whoever sends the mail; emptied once it is sent. */
  @Column(name = "token_sealed")
  private byte[] tokenSealed;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "sent_at")
  private Instant sentAt;

  @Column(name = "used_at")
  private Instant usedAt;

  protected MailedToken() {}

  public MailedToken(
      UUID id, UUID accountId, Purpose purpose, String tokenHash, byte[] tokenSealed, Instant now) {
    this.id = id;
    this.accountId = accountId;
    this.purpose = purpose;
    this.tokenHash = tokenHash;
    this.tokenSealed = tokenSealed.clone();
    this.createdAt = now;
    this.expiresAt = now.plus(purpose.lasts);
  }

  /** Whether the token does what is asked at this time; a token used once does nothing more. */
  public boolean good(Purpose asked, Instant now) {
    return purpose == asked && usedAt == null && now.isBefore(expiresAt);
  }

  public void use(Instant now) {
    usedAt = now;
    tokenSealed = null;
  }

  public UUID accountId() {
    return accountId;
  }
}
