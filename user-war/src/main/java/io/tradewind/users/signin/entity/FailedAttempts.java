package io.tradewind.users.signin.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/**
 * How often somebody failed lately. A few failures are free, because people mistype; each one after
 * that doubles the time for which they are not listened to. Only a failure that was looked at
 * counts: who asks while refused waits no longer for it.
 */
@Entity
@Table(name = "suspicion")
public class FailedAttempts {

  /** Failures that lie further back are forgotten. */
  public static final Duration MEMORY = Duration.ofMinutes(30);

  private static final Duration FIRST_REFUSAL = Duration.ofSeconds(1);

  /** Far beyond any longest refusal, and far from an overflow. */
  private static final int MOST_DOUBLINGS = 20;

  @Id private String subject;

  private int failures;

  @Column(name = "failed_at")
  private Instant failedAt;

  @Column(name = "refused_until")
  private Instant refusedUntil;

  protected FailedAttempts() {}

  public FailedAttempts(String subject, Instant now) {
    this.subject = subject;
    this.failedAt = now;
    this.refusedUntil = now;
  }

  /**
   * @param free failures that cost nothing
   * @param longest refusal
   */
  public void fail(int free, Duration longest, Instant now) {
    failures = failedAt.plus(MEMORY).isBefore(now) ? 1 : failures + 1;
    failedAt = now;
    if (failures > free) {
      Duration refusal =
          FIRST_REFUSAL.multipliedBy(1L << Math.min(failures - free - 1, MOST_DOUBLINGS));
      refusedUntil = now.plus(refusal.compareTo(longest) < 0 ? refusal : longest);
    }
  }

  /** How long nobody listens yet; zero or less when somebody does. */
  public Duration refusedFor(Instant now) {
    return Duration.between(now, refusedUntil);
  }
}
