package io.tradewind.users.mail.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A token that is mailed to its owner, proves that the mailbox is theirs, and works once. */
@Entity
@Table(name = "mailed_token")
public class MailedToken {

  /** What the token allows, and for how long. */
  public enum Purpose {
    VERIFY_EMAIL(Duration.ofDays(3)),
    RESET_PASSWORD(Duration.ofMinutes(30)),
    CHANGE_EMAIL(Duration.ofHours(1));

    private final Duration lasts;

    Purpose(Duration lasts) {
      this.lasts = lasts;
    }
  }

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

  /** Five seconds to about five minutes. */
  private static final int MOST_DOUBLINGS = 6;

  @Id private UUID id;

  @Column(name = "account_id")
  private UUID accountId;

  @Enumerated(EnumType.STRING)
  private Purpose purpose;

  /** The recipient when it is not the account's address. */
  private String address;

  @Column(name = "token_hash")
  private String tokenHash;

  /** Encrypted for sending; emptied once it is sent. */
  @Column(name = "token_sealed")
  private byte[] tokenSealed;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  private int attempts;

  @Column(name = "due_at")
  private Instant dueAt;

  @Column(name = "sent_at")
  private Instant sentAt;

  @Column(name = "used_at")
  private Instant usedAt;

  protected MailedToken() {}

  public MailedToken(
      UUID id,
      UUID accountId,
      Purpose purpose,
      String address,
      String tokenHash,
      byte[] tokenSealed,
      Instant now) {
    this.id = id;
    this.accountId = accountId;
    this.purpose = purpose;
    this.address = address;
    this.dueAt = now;
    this.tokenHash = tokenHash;
    this.tokenSealed = tokenSealed.clone();
    this.createdAt = now;
    this.expiresAt = now.plus(purpose.lasts);
  }

  /** Whether the token is valid for this purpose at this time; a used token is not. */
  public boolean good(Purpose asked, Instant now) {
    return purpose == asked && usedAt == null && now.isBefore(expiresAt);
  }

  /** Schedules the next try, each time after twice the pause, unless it is sent. */
  public void attempt(Instant now) {
    dueAt = now.plus(FIRST_RETRY.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS)));
    attempts++;
  }

  public void sent(Instant now) {
    sentAt = now;
    tokenSealed = null;
  }

  public void use(Instant now) {
    usedAt = now;
    tokenSealed = null;
  }

  public UUID id() {
    return id;
  }

  public Purpose purpose() {
    return purpose;
  }

  public Optional<String> address() {
    return Optional.ofNullable(address);
  }

  public byte[] tokenSealed() {
    return tokenSealed.clone();
  }

  public UUID accountId() {
    return accountId;
  }
}
