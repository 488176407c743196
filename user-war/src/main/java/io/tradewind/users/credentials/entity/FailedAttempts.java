package io.tradewind.users.credentials.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/**
 * Recent failures of one subject. A few have no penalty, because people mistype; each one after
 * that doubles the time for which further attempts are refused. Refused attempts do not count.
 */
@Entity
@Table(name = "suspicion")
public class FailedAttempts {

  /** Failures older than this are forgotten. */
  public static final Duration MEMORY = Duration.ofMinutes(30);

  private static final Duration FIRST_REFUSAL = Duration.ofSeconds(1);

  /** Far beyond the longest refusal, and far from an overflow. */
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
   * @param free failures without a penalty
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

  /** How long attempts are still refused; zero or less when they are not. */
  public Duration refusedFor(Instant now) {
    return Duration.between(now, refusedUntil);
  }
}
