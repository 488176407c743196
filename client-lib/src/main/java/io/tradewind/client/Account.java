package io.tradewind.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An account as its owner and an administrator see it.
 *
 * @param phone E.164
 * @param groups names of permission groups
 * @param version serves as ETag
 */
public record Account(
    UUID id,
    String email,
    String phone,
    String name,
    List<String> roles,
    List<String> groups,
    boolean active,
    boolean emailVerified,
    Instant createdAt,
    long version) {

  /** Hides personal data from logs. */
  @Override
  public String toString() {
    return "Account[" + id + "]";
  }
}
