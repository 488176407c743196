package io.tradewind.users.credentials.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An address from which an account was opened before. */
@Entity
@Table(name = "known_place")
public class KnownNetwork {

  @Id private String subject;

  @Column(name = "account_id")
  private UUID accountId;

  @Column(name = "seen_at")
  private Instant seenAt;

  protected KnownNetwork() {}

  public KnownNetwork(String subject, UUID accountId, Instant now) {
    this.subject = subject;
    this.accountId = accountId;
    this.seenAt = now;
  }

  public void seen(Instant now) {
    seenAt = now;
  }
}
