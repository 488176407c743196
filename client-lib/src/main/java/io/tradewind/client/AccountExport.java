package io.tradewind.client;

import java.time.Instant;
import java.util.List;

/**
 * Everything that is kept of a person, and where the rest is.
 *
 * @param elsewhere paths that answer the same token with what other services keep
 */
public record AccountExport(
    Instant exportedAt,
    Account account,
    List<PostalAddress> addresses,
    List<OpenSession> sessions,
    List<String> elsewhere) {

  /** A sign-in that goes on. */
  public record OpenSession(
      java.util.UUID id, Instant createdAt, Instant refreshedAt, Instant expiresAt) {}

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "AccountExport[]";
  }
}
