package io.tradewind.users.keys.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/**
 * A key that signs access tokens. It is published, then signs, then is retired but still published
 * until its last token has expired. So the key of every valid token is published.
 */
@Entity
@Table(name = "signing_key")
public class SigningKey {

  @Id private String kid;

  /** SubjectPublicKeyInfo, base64. */
  @Column(name = "public_key")
  private String publicKey;

  @Column(name = "sealed_private")
  private byte[] sealedPrivate;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "signs_from")
  private Instant signsFrom;

  @Column(name = "signs_until")
  private Instant signsUntil;

  @Column(name = "valid_until")
  private Instant validUntil;

  protected SigningKey() {}

  /**
   * @param outlives how long a token may still be presented after the key stopped signing
   */
  public SigningKey(
      String kid,
      String publicKey,
      byte[] sealedPrivate,
      Instant now,
      Instant signsFrom,
      Duration signs,
      Duration outlives) {
    this.kid = kid;
    this.publicKey = publicKey;
    this.sealedPrivate = sealedPrivate.clone();
    this.createdAt = now;
    this.signsFrom = signsFrom;
    this.signsUntil = signsFrom.plus(signs);
    this.validUntil = signsUntil.plus(outlives);
  }

  /** Another key signs from then on; this one's tokens stay valid until they expire. */
  public void retire(Instant from, Duration outlives) {
    signsUntil = from;
    validUntil = from.plus(outlives);
  }

  public boolean signsAt(Instant now) {
    return !now.isBefore(signsFrom) && now.isBefore(signsUntil);
  }

  public boolean publishedAt(Instant now) {
    return now.isBefore(validUntil);
  }

  public String kid() {
    return kid;
  }

  public String publicKey() {
    return publicKey;
  }

  public byte[] sealedPrivate() {
    return sealedPrivate.clone();
  }

  public Instant signsFrom() {
    return signsFrom;
  }

  public Instant signsUntil() {
    return signsUntil;
  }
}
