package io.tradewind.client;

import java.time.Instant;
import java.util.List;

/**
 * Everything that is stored about a person, and where to find the rest.
 *
 * @param elsewhere paths that accept the same token and return what other services store
 */
public record AccountExport(
    Instant exportedAt,
    Account account,
    List<PostalAddress> addresses,
    List<OpenSession> sessions,
    List<String> elsewhere) {

  /** An open session. */
  public record OpenSession(
      java.util.UUID id, Instant createdAt, Instant refreshedAt, Instant expiresAt) {}

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "AccountExport[]";
  }
}
