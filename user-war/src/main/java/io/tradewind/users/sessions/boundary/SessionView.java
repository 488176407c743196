package io.tradewind.users.sessions.boundary;

import io.tradewind.http.Page;
import io.tradewind.users.sessions.control.Sessions.Open;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An open session.
 *
 * @param refreshedAt when its newest refresh token was issued
 * @param expiresAt when it ends at the latest
 * @param current whether this request belongs to it
 */
public record SessionView(
    UUID id, Instant createdAt, Instant refreshedAt, Instant expiresAt, boolean current) {

  public static Page<SessionView> page(List<Open> open, String current) {
    return new Page<>(
        open.stream()
            .map(
                session ->
                    new SessionView(
                        session.id(),
                        session.createdAt(),
                        session.refreshedAt(),
                        session.expiresAt(),
                        session.id().toString().equals(current)))
            .toList(),
        null);
  }
}
